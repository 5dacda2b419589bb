// Drag and drop, and a bar that shows how far a file is. Without this script the
// same form sends the same file.
(function () {
  "use strict";
  function ready() { document.querySelectorAll("form[data-upload]").forEach(enhance); }

  function enhance(form) {
    var input = form.querySelector("input[type=file]"), drop = form.querySelector(".drop");
    var said = drop.querySelector(".dropped"), sending = drop.querySelector(".sending"), bar = drop.querySelector("progress");
    said.textContent = said.dataset.drop;
    drop.classList.add("ready");
    ["dragenter", "dragover"].forEach(function (kind) {
      drop.addEventListener(kind, function (e) { e.preventDefault(); drop.classList.add("over"); });
    });
    ["dragleave", "drop"].forEach(function (kind) {
      drop.addEventListener(kind, function () { drop.classList.remove("over"); });
    });
    drop.addEventListener("drop", function (e) {
      e.preventDefault();
      if (e.dataTransfer.files.length) { input.files = e.dataTransfer.files; said.textContent = input.files[0].name; }
    });
    form.addEventListener("submit", function (e) {
      if (!input.files.length) { return; }
      e.preventDefault();
      var request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.responseType = "document";
      sending.hidden = false;
      form.querySelector("button").disabled = true;
      request.upload.addEventListener("progress", function (p) { if (p.lengthComputable) { bar.value = 100 * p.loaded / p.total; } });
      request.addEventListener("load", function () {
        var main = request.response && request.response.querySelector("main");
        if (!main) { location.reload(); return; }
        document.title = request.response.title;
        document.querySelector("main").replaceWith(main);
        ready();
        (main.querySelector("[role=alert]") || main).focus();
      });
      request.addEventListener("error", function () { sending.hidden = true; form.querySelector("button").disabled = false; location.reload(); });
      request.send(new FormData(form));
    });
  }
  ready();
})();
