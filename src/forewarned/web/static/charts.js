// Charts to explore. The drawing and its table are in the page; Vega is fetched only when asked for.
// Nothing is evaluated as script: Vega reads its expressions with an interpreter (ast: true).
"use strict";
(() => {
  const files = document.currentScript.dataset;
  let loading = null;

  const load = (source) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = source;
      script.onload = resolve;
      script.onerror = () => reject(new Error(source));
      document.head.append(script);
    });

  const vega = () => {
    loading ??= load(files.vega)
      .then(() => load(files.vegaLite))
      .then(() => load(files.vegaEmbed));
    return loading;
  };

  const explore = async (button) => {
    const figure = button.closest("figure");
    const drawing = figure.querySelector(".fw-chart__drawing");
    if (button.getAttribute("aria-expanded") === "true") {
      figure.querySelector(".fw-chart__explored").remove();
      drawing.hidden = false;
      button.setAttribute("aria-expanded", "false");
      button.textContent = "Explore this chart";
      return;
    }
    button.disabled = true;
    try {
      await vega();
      const box = document.createElement("div");
      box.className = "fw-chart__explored fw-scroll";
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", "Chart to explore: point at a mark for its numbers");
      drawing.after(box);
      const inner = document.createElement("div");
      inner.className = "fw-chart__canvas";
      box.append(inner);
      const spec = JSON.parse(document.getElementById(button.dataset.chart).textContent);
      await window.vegaEmbed(inner, spec, {
        mode: "vega-lite",
        ast: true,
        actions: false,
        defaultStyle: false,
        renderer: "svg",
        tooltip: { disableDefaultStyle: true, theme: "fw" },
      });
      drawing.hidden = true;
      button.setAttribute("aria-expanded", "true");
      button.textContent = "Show the drawing again";
    } catch {
      figure.querySelector(".fw-chart__explored")?.remove();
      const said = document.createElement("p");
      said.setAttribute("role", "status");
      said.textContent = "The chart could not be loaded. The drawing and the table show the same numbers.";
      button.replaceWith(said);
    } finally {
      button.disabled = false;
    }
  };

  for (const button of document.querySelectorAll("button[data-chart]")) {
    button.hidden = false;
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => explore(button));
  }

  for (const button of document.querySelectorAll("button[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.textContent = "Copied";
    });
  }
})();
