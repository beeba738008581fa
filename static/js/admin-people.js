/* People: show only the place that belongs to the chosen role; ask before what cannot be undone. */
(() => {
  const PLACE = { editor: "center", head: "center", municipal: "municipality", regional: "region" };

  const fieldOf = (form, name) => {
    const input = form.querySelector(`[name="${name}"], [name$="-${name}"]`);
    return input && (input.closest("[data-field-wrapper]") || input.closest(".w-field__wrapper"));
  };

  document.querySelectorAll("form[data-invite]").forEach((form) => {
    const role = form.querySelector('select[name="role"], select[name$="-role"]');
    if (!role) return;
    const show = () => {
      ["center", "municipality", "region"].forEach((name) => {
        const field = fieldOf(form, name);
        if (field) field.hidden = PLACE[role.value] !== name;
      });
    };
    role.addEventListener("change", show);
    show();
  });

  document.querySelectorAll("form[data-ask]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      if (!window.confirm(form.dataset.ask)) event.preventDefault();
    });
  });
})();
