use super::*;

const FEWEST: (u16, u16) = (60, 12);

fn division() -> Division<char> {
    let right = Division::below("right", Size::Second(10), Division::Pane('b'), Division::Pane('c'));
    Division::beside("left", Size::First(24), Division::Pane('a'), right)
}

fn areas(panes: &mut Panes, size: (u16, u16), focus: char) -> String {
    let parts = panes.divide(Rect::new(0, 1, size.0, size.1), FEWEST, focus, &division());
    let told =
        |(pane, area): &(char, Rect)| format!("{pane} {},{} {}x{}", area.x, area.y, area.width, area.height);
    parts.iter().map(told).collect::<Vec<_>>().join("; ")
}

#[test]
fn panes_fill_the_area_and_are_moved_by_their_nearest_border() {
    let mut panes = Panes::default();
    assert_eq!(areas(&mut panes, (100, 30), 'c'), "a 0,1 24x30; b 24,1 76x20; c 24,21 76x10");
    assert!(panes.resize(Way::Below, 4));
    assert_eq!(areas(&mut panes, (100, 30), 'c'), "a 0,1 24x30; b 24,1 76x16; c 24,17 76x14");
    assert!(panes.resize(Way::Beside, 6));
    assert_eq!(areas(&mut panes, (100, 30), 'a'), "a 0,1 18x30; b 18,1 82x16; c 18,17 82x14");
    assert!(!panes.resize(Way::Below, 4), "nothing is above or below it");
    // The same shares on another screen.
    assert_eq!(areas(&mut panes, (200, 60), 'a'), "a 0,1 36x60; b 36,1 164x32; c 36,33 164x28");
}

#[test]
fn no_pane_is_smaller_than_the_least_and_no_screen_too_small() {
    let mut panes = Panes::default();
    areas(&mut panes, (100, 30), 'a');
    while panes.resize(Way::Beside, 50) {
        areas(&mut panes, (100, 30), 'a');
    }
    assert!(areas(&mut panes, (100, 30), 'a').starts_with("a 0,1 88x30; b 88,1 12x20"));
    for shares in [0, 1000, u16::MAX] {
        panes.restore(&[("left".to_owned(), shares), ("right".to_owned(), shares)].into());
        for size in [(1, 1), (60, 12), (61, 13), (100, 7), (3, 90), (500, 200), (0, 0)] {
            let parts = panes.divide(Rect::new(0, 0, size.0, size.1), (0, 0), 'b', &division());
            let cells: u32 = parts.iter().map(|(_, area)| area.area()).sum();
            assert_eq!(cells, u32::from(size.0) * u32::from(size.1), "{size:?} {shares}");
        }
    }
}

#[test]
fn one_pane_can_have_everything_and_each_its_part_again() {
    let mut panes = Panes::default();
    let before = areas(&mut panes, (100, 30), 'b');
    panes.zoom();
    assert_eq!(areas(&mut panes, (100, 30), 'b'), "b 0,1 100x30");
    assert_eq!(areas(&mut panes, (100, 30), 'c'), "c 0,1 100x30");
    assert!(!panes.resize(Way::Beside, 2) && !panes.grab(Position { x: 24, y: 5 }));
    panes.zoom();
    assert_eq!(areas(&mut panes, (100, 30), 'b'), before);
    assert_eq!(areas(&mut panes, (59, 30), 'b'), "b 0,1 59x30");
}

#[test]
fn a_row_above_panes_is_theirs_where_there_is_little_room() {
    let mut panes = Panes::default();
    let below = Division::below("in", Size::First(10), Division::Pane('b'), Division::Pane('c'));
    let headed = Division::Headed(Box::new(below));
    let division = Division::beside("left", Size::First(20), Division::Pane('a'), headed);
    let mut tops = |size: (u16, u16), focus, fewest| {
        let parts = panes.divide(Rect::new(0, 1, size.0, size.1), fewest, focus, &division);
        parts.iter().map(|(pane, area)| format!("{pane}{}", area.y)).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(tops((80, 20), 'a', FEWEST), "a1 b2 c12");
    assert_eq!([tops((40, 20), 'a', FEWEST), tops((40, 20), 'c', FEWEST)], ["a1", "c2"]);
    assert_eq!([tops((40, 7), 'c', FEWEST), tops((80, 7), 'a', (0, 0))], ["c1", "a1 b1 c5"]);
}

#[test]
fn a_border_follows_the_mouse_while_it_is_held() {
    let mut panes = Panes::default();
    areas(&mut panes, (100, 30), 'a');
    assert!(!panes.grab(Position { x: 10, y: 5 }));
    assert!(!panes.drag(Position { x: 40, y: 5 }));
    for x in [23, 24] {
        assert!(panes.grab(Position { x, y: 5 }));
    }
    assert!(panes.drag(Position { x: 40, y: 9 }));
    assert!(areas(&mut panes, (100, 30), 'a').starts_with("a 0,1 40x30"));
    assert!(panes.drag(Position { x: 2, y: 9 }));
    assert!(areas(&mut panes, (100, 30), 'a').starts_with("a 0,1 12x30"));
    panes.release();
    assert!(!panes.drag(Position { x: 50, y: 9 }));
    assert!(panes.grab(Position { x: 50, y: 20 }) && panes.drag(Position { x: 50, y: 12 }));
    assert!(areas(&mut panes, (100, 30), 'a').ends_with("b 12,1 88x11; c 12,12 88x19"));
}

#[test]
fn a_share_comes_back_as_the_cells_that_it_was() {
    for whole in 1..600 {
        for cells in 0..=whole {
            assert_eq!(of_share(share_of(cells, whole), whole), cells);
        }
    }
}
