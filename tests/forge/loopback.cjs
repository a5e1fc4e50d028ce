// Makes a Node server that would listen on every address of the machine listen on 127.0.0.1 alone.
const net = require("node:net");
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  if (typeof port === "number") {
    return listen.call(this, port, "127.0.0.1", ...rest.filter((each) => typeof each === "function"));
  }
  return listen.call(this, { ...port, host: "127.0.0.1" }, ...rest);
};
