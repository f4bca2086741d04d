// What a file gives out, by more than one name.
module.exports = exports = function main(item) {
  return item ? exports.other(item) : 0;
};

exports.other = exports.another = function (item) {
  return main(item);
};
