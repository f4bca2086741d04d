function helper() {}

module.exports = {
  helper,
  renamed: helper,
  own() {
    return helper();
  },
  value: 3,
  arrow: (x) => x.y,
  nested: { inner: 1 },
  other: require('./other'),
};
