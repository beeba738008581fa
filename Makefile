# Каждая цель — одна команда, которую набирает человек; что она делает, написано за ##.
.DEFAULT_GOAL := help
.PHONY: help run prepare password backup restore upgrade test check audit format pins
PYTHON ?= python3
export FILE
VENV := .venv/bin/python

help: ## показать этот список
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 18

run: python ## установить всё нужное и запустить сайт на http://127.0.0.1:8000
	@$(PYTHON) tochka/launch.py run

prepare: python ## установить всё нужное и подготовить базу, не запуская сайт: для сервера с systemd
	@$(PYTHON) tochka/launch.py prepare

password: python ## выдать новый одноразовый пароль администратора
	@$(PYTHON) tochka/launch.py password

backup: python ## сделать и проверить резервную копию базы и файлов; сайт может работать
	@$(PYTHON) tochka/launch.py backup

restore: python ## вернуть сайт из копии: make restore FILE=backups/….tar
	@$(PYTHON) tochka/launch.py restore "$$FILE" $(if $(filter yes,$(FORCE)),--force) $(if $(filter yes,$(AS_IS)),--as-is)

upgrade: python ## сохранить копию и обновить код, библиотеки и базу; сайт остановите
	@$(PYTHON) tochka/launch.py upgrade

test: python ## установить всё для проверок и выполнить их все: на SQLite и на PostgreSQL
	@$(PYTHON) tests/run_all.py

check: develop ## проверить код без тестов: оформление, типы, границы модулей, настройки, уязвимости библиотек
	@$(VENV) tests/checks.py; code=$$?; $(VENV) tests/audit.py --when-reachable && exit $$code

audit: develop ## сверить библиотеки с базой известных уязвимостей; нужен интернет
	@$(VENV) tests/audit.py

format: develop ## привести код и шаблоны к принятому оформлению
	@$(VENV) -m ruff check --fix --quiet .
	@$(VENV) -m ruff format --quiet .
	@$(VENV) -m djhtml --tabwidth 4 templates

pins: develop ## пересобрать requirements*.txt из requirements*.in
	@.venv/bin/uv pip compile -q --python-version 3.11 --no-emit-index-url requirements.in -o requirements.txt
	@.venv/bin/uv pip compile -q --python-version 3.11 --no-emit-index-url requirements-dev.in -o requirements-dev.txt

.PHONY: python develop
python:
	@command -v $(PYTHON) >/dev/null || { echo "Ошибка. Нет команды $(PYTHON). Установите Python 3.11 или новее: sudo apt install python3 python3-venv" >&2; exit 1; }

develop: python
	@$(PYTHON) tochka/launch.py develop
