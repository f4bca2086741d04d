const fs = require('fs');
const { join, resolve: res, ...rest } = require('./paths');
var local = require('./local'), member = require('./local').member;
require('./effect');

exports = module.exports = createApplication;

function createApplication() {
  const late = require('./late');
  return late.run(fs, join, res, local, member);
}

exports.first = function () {};
exports.second = exports.third = createApplication;
exports.value = 1;
exports.none = void 0;
exports.again = require('./again');
exports.part = require('./again').part;
module.exports.fourth = class Fourth {
  go() {}
};
module.exports.create = createApplication;

function shadowed(require, exports) {
  const fake = require('./fake');
  exports.fake = fake;
}

const once = require("once");
const { given: taken, parse } = require("@scope/given");
once(taken, parse);
