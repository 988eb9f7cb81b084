// Required before a collector, lets SQLite flush nothing: the trial of power cuts must notice.
const Database = require('better-sqlite3')

const { pragma } = Database.prototype
Database.prototype.pragma = function (text, options) {
  return pragma.call(this, text.replace('synchronous = FULL', 'synchronous = OFF'), options)
}
