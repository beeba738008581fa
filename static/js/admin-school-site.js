// The button that copies; without it people select the text themselves.
(() => {
    for (const button of document.querySelectorAll("[data-copy]")) {
        const source = document.getElementById(button.dataset.copy);
        const status = button.parentElement.querySelector("[data-copy-status]");
        button.hidden = false;
        button.addEventListener("click", async () => {
            source.select();
            let done = false;
            try {
                await navigator.clipboard.writeText(source.value);
                done = true;
            } catch {
                done = document.execCommand("copy");
            }
            status.textContent = done ? status.dataset.done : status.dataset.failed;
        });
    }
})();
