/* Shows the buttons that print the page: without scripts they would do nothing. */
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
