.DEFAULT_GOAL := help
SHELL := /bin/sh

# Compose 2 is a subcommand, Compose 1 a command of its own.
COMPOSE ?= $(shell if docker compose version >/dev/null 2>&1; then echo docker compose; else echo docker-compose; fi)

# The environment of knexfile.ts that the -host targets use: make migrate-host env=test
env ?= $(or $(NODE_ENV),development)
HOST := NODE_ENV=$(env)
WHERE := node --import tsx db/connection/where.ts

# A container of the backend image, with its environment, that waits until the database is healthy.
INSIDE := $(COMPOSE) build -q migrate && $(COMPOSE) run --rm -T migrate sh -c

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-16s %s\n", $$1, $$2} /^## /{printf "\n%s\n", substr($$0, 4)}' $(MAKEFILE_LIST)

## Docker

.PHONY: up down build logs ps psql
up: ## Build and start the database, migrate it, start the backend
	@echo "-> Docker: service db, published on 127.0.0.1 (DB_PORT, by default 5432)" >&2
	$(COMPOSE) up --build -d

down: ## Stop everything; the data stays in its volume
	$(COMPOSE) down

build: ## Build the backend image
	$(COMPOSE) build

logs: ## Follow what the services say
	$(COMPOSE) logs -f

ps: ## List the services and their state
	$(COMPOSE) ps

psql: ## Open psql in the database's container
	@$(COMPOSE) exec db sh -c 'echo "-> $$POSTGRES_USER at db:5432/$$POSTGRES_DB" >&2; exec psql -U "$$POSTGRES_USER" -d "$$POSTGRES_DB"'

## The database in Docker, from inside the backend container

.PHONY: migrate rollback status seed check
migrate: ## Run the pending migrations, and give the role of the service its login
	@$(INSIDE) '$(WHERE) && npm run --silent migrate:service'

rollback: ## Take the last batch of migrations back
	@$(INSIDE) '$(WHERE) && knexus down'

status: ## Show which migrations are applied and which are pending
	@$(INSIDE) '$(WHERE) && knexus status'

seed: ## Put the example data in; may run twice
	@$(INSIDE) '$(WHERE) && knex seed:run'

check: ## Do models, migrations and database agree?
	@$(INSIDE) '$(WHERE) && knexus check'

## A database reached from this machine (env=development unless given)

.PHONY: migrate-host rollback-host status-host seed-host check-host
migrate-host: installed ## Run the pending migrations
	@$(HOST) $(WHERE) && $(HOST) npx --no-install knexus up

rollback-host: installed ## Take the last batch of migrations back
	@$(HOST) $(WHERE) && $(HOST) npx --no-install knexus down

status-host: installed ## Show which migrations are applied and which are pending
	@$(HOST) $(WHERE) && $(HOST) npx --no-install knexus status

seed-host: installed ## Put the example data in; may run twice
	@$(HOST) $(WHERE) && $(HOST) npx --no-install knex seed:run

check-host: installed ## Do models, migrations and database agree?
	@$(HOST) $(WHERE) && $(HOST) npx --no-install knexus check

## Development

.PHONY: generate demo test lint bench
generate: developing ## Write the migration from the models: make generate name=add_sites
	@test -n "$(name)" || { echo 'Give it a name: make generate name=add_sites' >&2; exit 2; }
	@$(HOST) npx --no-install knexus generate $(name)

demo: installed ## See the whole loop on an embedded database, with nothing else installed
	@npm run --silent demo

test: developing ## Run every test
	@npm run --silent test

lint: developing ## Check types and style
	@npm run --silent types && npm run --silent lint

bench: developing ## Measure, side by side with the peers
	@npm run --silent bench -- --peers

# npm writes node_modules/.package-lock.json last, so it is newer than the lock file when the packages are there.
.PHONY: installed developing
installed:
	@test node_modules/.package-lock.json -nt package-lock.json || if test -d node_modules/mocha; then \
	  echo '-> npm ci' >&2; npm ci --no-audit --no-fund --loglevel=error; else \
	  echo '-> npm ci, without what only developers need' >&2; npm ci --omit=dev --no-audit --no-fund --loglevel=error; fi

developing:
	@test -d node_modules/mocha -a node_modules/.package-lock.json -nt package-lock.json || { echo '-> npm ci' >&2; npm ci --no-audit --no-fund --loglevel=error; }
