/* What was typed into a date stays as it was typed: the calendar would put today, or another day of its own
   choice, in the place of what it cannot read. The site itself says what is wrong with it. */
(function () {
  "use strict";

  const calendar = window.jQuery && window.jQuery.fn.datetimepicker;
  if (calendar) {
    calendar.defaults.validateOnBlur = false;
  }
})();
