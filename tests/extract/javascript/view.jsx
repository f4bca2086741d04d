const { h } = require('preact');

class View extends Component {
  state = { open: false };
  render({ items }) {
    return <List items={items}>{items.map((item) => <Item key={item.id} {...item} />)}</List>;
  }
}

module.exports = View;
