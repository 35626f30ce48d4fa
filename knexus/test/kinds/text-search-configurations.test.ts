import { evolutions } from './evolution.ts'

evolutions('kinds/text-search-configurations', [
  {
    name: 'mappings and options are altered in place',
    from: `CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = snowball, language = 'english', stopwords = 'english'); CREATE TEXT SEARCH CONFIGURATION c (PARSER = "default");
      ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word, int WITH d`,
    to: `CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = snowball, language = 'german'); CREATE TEXT SEARCH CONFIGURATION c (PARSER = "default");
      ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word WITH d, simple; ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR email WITH simple`,
    there: [
      "ALTER TEXT SEARCH DICTIONARY public.d (stopwords, language = 'german')",
      'ALTER TEXT SEARCH CONFIGURATION public.c DROP MAPPING FOR "int"',
      'ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR email WITH pg_catalog.simple',
      'ALTER TEXT SEARCH CONFIGURATION public.c ALTER MAPPING FOR word WITH public.d, pg_catalog.simple',
    ],
    back: [
      "ALTER TEXT SEARCH DICTIONARY public.d (language = 'english', stopwords = 'english')",
      'ALTER TEXT SEARCH CONFIGURATION public.c DROP MAPPING FOR email',
      'ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR "int" WITH public.d',
      'ALTER TEXT SEARCH CONFIGURATION public.c ALTER MAPPING FOR word WITH public.d',
    ],
  },
  {
    name: 'parsers and templates of the system under other names',
    from: '',
    to: `CREATE TEXT SEARCH TEMPLATE tp (INIT = dsimple_init, LEXIZE = dsimple_lexize);
      CREATE TEXT SEARCH PARSER p (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
      CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = tp, Accept = false); CREATE TEXT SEARCH CONFIGURATION c (PARSER = p); ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word WITH d`,
    there: [
      'CREATE TEXT SEARCH PARSER public.p (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype)',
      'CREATE TEXT SEARCH TEMPLATE public.tp (INIT = dsimple_init, LEXIZE = dsimple_lexize)',
      "CREATE TEXT SEARCH DICTIONARY public.d (TEMPLATE = public.tp, accept = 'false')",
      'CREATE TEXT SEARCH CONFIGURATION public.c (PARSER = public.p)',
      'ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR word WITH public.d',
    ],
    back: [
      'DROP TEXT SEARCH CONFIGURATION public.c',
      'DROP TEXT SEARCH DICTIONARY public.d',
      'DROP TEXT SEARCH TEMPLATE public.tp',
      'DROP TEXT SEARCH PARSER public.p',
    ],
  },
])
