// Show the picture that is chosen in a list of them. Without this the list's words do.
document.addEventListener("change", (event) => {
  const select = event.target;
  if (!(select instanceof HTMLSelectElement) || !("illustrationSelect" in select.dataset)) return;
  const picture = document.querySelector(`[data-illustration-picture="${CSS.escape(select.id)}"]`);
  const address = select.selectedOptions[0]?.dataset.picture || "";
  picture.hidden = !address;
  if (address) picture.src = address;
});
