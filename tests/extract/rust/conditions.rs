#[cfg(feature = "std")]
pub struct Map<K, S = RandomState>(K, S);
#[cfg(not(feature = "std"))]
pub struct Map<K, S>(K, S);

#[cfg(windows)]
use windows::open;
#[cfg(unix)]
use unix::open;

#[cfg(any(windows, target_os = "macos"))]
impl<K, S> Map<K, S> {
    fn new() -> Self {}
    fn size(&self) -> usize {}
}

#[cfg(feature = "fast")]
fn quick(self: Box<Map>) {}
#[cfg(not(feature = "fast"))]
fn quick() {}

#[cfg(windows)]
compile_error!("not yet");

fn after() {}
