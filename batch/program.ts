/** What the command line understands. */
import { availableParallelism } from 'node:os';
import { Argument, Command, Option } from 'commander';
import { EVIDENCE_REPLICATES } from '../analysis/evidence/ledger.ts';
import { INFLUENCE } from '../analysis/influence/study.ts';
import { COMPARISON_SEED } from '../analysis/seeds.ts';
import { VERSION } from '../sim/index.ts';
import { type AnalyseOptions, analyse } from './analyse.ts';
import { type CalibrateOptions, calibrate } from './calibrate.ts';
import { type CheckOptions, check } from './check.ts';
import { type CompareOptions, compare } from './compare.ts';
import { doctor } from './doctor.ts';
import { type EvidenceOptions, evidence } from './evidence.ts';
import { type ExportOptions, exportTo, FORMATS, TIE_STAGES } from './export.ts';
import { examples } from './help.ts';
import type { HostOptions } from './host.ts';
import { type InfluenceOptions, influence } from './influence.ts';
import { list } from './list.ts';
import { collect, numberBetween, sampleSize, shard, wholeNumber } from './options.ts';
import { type RunOptions, run } from './run.ts';
import { STUDIES, type StudyOptions, study } from './study.ts';
import { BACKENDS } from './sweep/choose.ts';
import { worker } from './sweep/queue/worker.ts';
import { type SweepOptions, sweep } from './sweep.ts';
import { printable } from './text.ts';
import { validate } from './validate.ts';

export function createProgram(): Command {
  const program = new Command('collegium')
    .description('Simulates how schools and their staff move from competing strangers to colleagues.')
    .version(VERSION, '-V, --version', 'print the version of the simulation')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError("('collegium --help' shows the commands)")
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(printable(text)) })
    .addHelpText(
      'after',
      examples(
        'collegium list',
        'collegium run hampshire',
        'collegium compare hampshire-competition hampshire-partnership',
        'collegium sweep scenarios/plans/regimes.yaml --out regimes',
      ),
    );

  program
    .command('run')
    .summary('run one scenario once')
    .description('Runs a scenario once and prints its outcomes.')
    .argument('[scenario]', 'name of a scenario in the library, or path to a YAML file')
    .option('--link <link>', 'the run that a link of the page watches, in place of scenario and settings')
    .option('--seed <text>', "seed of all the run's luck (default: the scenario's)")
    .option('--years <n>', "length of the run (default: the scenario's)")
    .option(
      '--set <path=value>',
      'set a parameter, as in market.choice=0.8; may be given several times',
      collect,
    )
    .option('--schools <file>', "register of real schools (CSV) in place of the scenario's")
    .option('--results <file>', 'their examination results (CSV)')
    .option('--allow-large', 'run even what is estimated to need much memory')
    .option('--json', 'print JSON: version, scenario, seed, weeks, digest, imputed, outcomes, series')
    .addHelpText(
      'after',
      examples(
        'collegium run hampshire',
        'collegium run hampshire --years 4 --seed second --json > run.json',
        'collegium run my-district.yaml --set market.choice=0.8 --set accountability.pressure=0.3',
        'collegium run hampshire --schools register.csv --results results.csv',
      ),
    )
    .action((scenario: string | undefined, options: RunOptions) => run(scenario, options));

  program
    .command('compare')
    .summary('compare two to four scenarios, seed by seed')
    .description(
      'Runs two to four scenarios with the same seeds and prints the paired differences of each to the first, with their 95 % intervals. The result is the same for any number of jobs.',
    )
    .argument('[scenario...]', 'names in the library or paths, two to four: A, B, C and D')
    .option('--link <link>', 'what a link of the page compares, in place of scenarios and settings')
    .option('--replicates <n>', "runs of each (default: 40, or the link's)", wholeNumber(1, 100_000))
    .option('--jobs <n>', 'runs at a time', wholeNumber(1, 1024), availableParallelism())
    .option(
      '--seed <text>',
      `seed of the comparison; replicate i runs with <text>/i (default: "${COMPARISON_SEED}", or the link's)`,
    )
    .option('--years <n>', "length of the runs (default: the scenarios', or the link's)")
    .option('--set <path=value>', 'set a parameter in all; may be given several times', collect)
    .option('--set-a <path=value>', 'set a parameter in A alone; may be given several times', collect)
    .option('--set-b <path=value>', 'set a parameter in B alone; may be given several times', collect)
    .option('--set-c <path=value>', 'set a parameter in C alone; may be given several times', collect)
    .option('--set-d <path=value>', 'set a parameter in D alone; may be given several times', collect)
    .option('--schools <file>', 'register of real schools (CSV) for all')
    .option('--results <file>', 'their examination results (CSV)')
    .option('--allow-large', 'run even what is estimated to need much memory')
    .option(
      '--json',
      'print JSON: version, a, b, weeks, replicates, seeds, digests, outcomes, more (C and D, against A)',
    )
    .addHelpText(
      'after',
      examples(
        'collegium compare hampshire-competition hampshire-partnership',
        'collegium compare hampshire hampshire-partnership --replicates 100 --jobs 4',
        'collegium compare hampshire hampshire --set-b market.choice=0.9',
        'collegium compare hampshire my-district.yaml --years 5 --json > comparison.json',
        'collegium compare heads-alone to-the-classroom ladder --replicates 10',
      ),
    )
    .action((scenarios: string[], options: CompareOptions) => compare(scenarios, options));

  program
    .command('sweep')
    .summary('run a plan: many settings, many seeds, results on disk')
    .description(
      'Runs the plan of a sweep. Every finished run is on disk at once; when the sweep is interrupted or killed, the same command goes on. What the merged tables hold is the same to the last bit for any number of jobs, shards and interruptions.',
    )
    .argument('<plan>', 'the plan (YAML)')
    .requiredOption('--out <folder>', 'folder of the sweep, made or gone on with')
    .option(
      '--jobs <n>',
      'runs at a time on this machine (default: its cores; none with bullmq), or of a task (slurm; default: 1)',
      wholeNumber(1, 1024),
    )
    .option(
      '--batch <n>',
      'runs handed to a worker at a time (default: about a second of them)',
      wholeNumber(1, 10_000),
    )
    .option('--shard <i/n>', 'only part i of n, for several programs that share the folder', shard)
    .addOption(new Option('--backend <name>', 'what does the runs').choices(BACKENDS).default('local'))
    .option('--redis <url>', "bullmq: the queue (default: REDIS_URL, else this machine's)")
    .option('--token <text>', 'bullmq: what workers must know (default: COLLEGIUM_TOKEN, else one is made)')
    .option('--plain-redis', 'bullmq: allow a Redis elsewhere without TLS')
    .option(
      '--tasks <n>',
      'slurm: tasks of the array job (default: some minutes each)',
      wholeNumber(1, 100_000),
    )
    .option('--sbatch <options>', 'slurm: options of sbatch, as in "--partition=short --time=2:00:00"')
    .option('--no-submit', 'slurm: only write the job')
    .option('--yes', 'start without asking')
    .option('--continue-on-error', 'go on when a run fails; it is a row with its reason')
    .option('--retry-failed', 'do failed runs again')
    .option('--replace-plan', 'go on in a folder of another plan, with the runs that are the same')
    .option('--run-time <seconds>', 'longest time of a run', wholeNumber(1, 1_000_000), 3600)
    .option('--run-memory <MiB>', 'most memory of a run', wholeNumber(16, 1_000_000), 2048)
    .option('--parquet', 'write the merged tables as Parquet too, in parquet/ of the folder')
    .option('--allow-large', 'run even what is estimated to need much memory')
    .option('--json', 'print JSON at the end: version, folder, needed, done, failed, results')
    .addHelpText(
      'after',
      examples(
        'collegium sweep scenarios/plans/regimes.yaml --out regimes',
        'collegium sweep my-plan.yaml --out /data/mine --jobs 8 --yes --continue-on-error',
        'collegium sweep my-plan.yaml --out /shared/mine --yes --shard 3/20',
        'collegium sweep my-plan.yaml --out mine --backend bullmq --redis rediss://user:password@host:6379',
        'collegium sweep my-plan.yaml --out /shared/mine --yes --backend slurm --sbatch "--partition=short"',
      ),
    )
    .action((plan: string, options: SweepOptions) => sweep(plan, options));

  program
    .command('worker')
    .summary('do runs of sweeps that other machines coordinate')
    .description(
      'Does runs of the sweeps that are offered on a Redis under its token (sweep --backend bullmq). Killed or cut off, it loses nothing: others do its runs. Ctrl-C or SIGTERM gives back what it cannot finish in time.',
    )
    .option('--redis <url>', "the queue (default: REDIS_URL, else this machine's)")
    .option('--token <text>', 'token of the sweep (default: COLLEGIUM_TOKEN, which other users cannot see)')
    .option('--jobs <n>', 'runs at a time', wholeNumber(1, 1024), availableParallelism())
    .option('--stall <seconds>', 'silence after which its runs are given to others', wholeNumber(1, 3600), 30)
    .option(
      '--grace <seconds>',
      'time that Ctrl-C or SIGTERM leaves to what is under way',
      wholeNumber(0, 3600),
      10,
    )
    .option('--once', 'end when nothing is left to do')
    .option('--plain-redis', 'allow a Redis elsewhere without TLS')
    .addHelpText(
      'after',
      examples(
        'collegium worker',
        'collegium worker --redis rediss://user:password@host:6379 --jobs 8 --once',
      ),
    )
    .action(worker);

  program
    .command('analyse')
    .summary('say what the runs of a sweep found')
    .description(
      "Analyses the runs of a sweep that are on disk: summaries, what outcomes hang on (Sobol' indices, elementary effects, profiles), rankings of regimes and where they flip, replicates needed, and settings that lead to a named outcome.",
    )
    .argument('<folder>', 'folder of the sweep')
    .option(
      '--outcome <metric>',
      'a metric to analyse; may be given several times (default: the headlines)',
      collect,
    )
    .option(
      '--low-best <metric>',
      'a metric of which low is best in rankings; may be given several times',
      collect,
    )
    .option(
      '--where <condition>',
      "'<metric> above|below <value>': look for settings that lead to such runs; given several times, all must hold",
      collect,
    )
    .option('--power <p>', 'chance of finding a difference', numberBetween(0, 1), 0.8)
    .option('--alpha <p>', 'chance of calling a difference where there is none', numberBetween(0, 1), 0.05)
    .option(
      '--difference <x>',
      "a difference worth knowing, in the outcome's unit (default: small, middle, large)",
      numberBetween(0, Number.POSITIVE_INFINITY),
    )
    .option('--html <file>', 'write a report that needs nothing else: one HTML file with plots')
    .option('--csv <folder>', 'write the tables as CSV, a file each')
    .option('--parquet <folder>', 'write the tables as Parquet, a file each')
    .option('--force', 'replace what an earlier analysis wrote')
    .option('--json', 'print JSON: version, provenance, findings, cautions, outcomes, discovery')
    .addHelpText(
      'after',
      examples(
        'collegium analyse regimes',
        'collegium analyse regimes --html regimes.html --csv regimes-tables',
        'collegium analyse regimes --outcome attainment --outcome turnover --low-best turnover',
        "collegium analyse regimes --where 'trustBetweenSchools above 0.3' --where 'turnover below 0.1'",
      ),
    )
    .action((folder: string, options: AnalyseOptions) => analyse(folder, options));

  program
    .command('check')
    .summary('check that a sweep is what it says it is')
    .description(
      'Checks every file of a sweep against its sha256 and the merged tables against the parts, and does a sample of its runs again: they have to be the same to the last bit. What is not is named, and the exit code is 1.',
    )
    .argument('<folder>', 'folder of the sweep')
    .option('--sample <n>', 'how many runs are done again, spread over the cells; or all', sampleSize, 10)
    .option('--seed <text>', 'picks the sample', COMPARISON_SEED)
    .option('--jobs <n>', 'runs at a time', wholeNumber(1, 1024), availableParallelism())
    .option('--anyway', 'do runs again that another version of Collegium made')
    .option('--run-time <seconds>', 'longest time of a run', wholeNumber(1, 1_000_000), 3600)
    .option('--run-memory <MiB>', 'most memory of a run', wholeNumber(16, 1_000_000), 2048)
    .option('--json', 'print JSON: simulation, parts, results, again, problems, good')
    .addHelpText(
      'after',
      examples(
        'collegium check regimes',
        'collegium check regimes --sample 100 --seed second',
        'collegium check regimes --sample all --json',
      ),
    )
    .action((folder: string, options: CheckOptions) => check(folder, options));

  program
    .command('evidence')
    .summary('hold the model against what the sources observed')
    .description(
      'Runs the experiments of the evidence ledger and says of each claim of the sources whether the model reproduces it, with the named mechanism on and off. The result is the same for any number of jobs.',
    )
    .option('--only <id>', 'one claim, as in E06; may be given several times', collect)
    .option('--replicates <n>', 'runs of each setup', wholeNumber(2, 10_000), EVIDENCE_REPLICATES)
    .option('--jobs <n>', 'runs at a time', wholeNumber(1, 1024), availableParallelism())
    .option('--record', 'keep the result as the record that comes with this version')
    .option('--json', 'print JSON: version, replicates, claims with verdicts, findings and digests')
    .addHelpText('after', examples('collegium evidence', 'collegium evidence --only E06 --replicates 10'))
    .action((options: EvidenceOptions) => evidence(options));

  program
    .command('influence')
    .summary('say which assumptions results rest on most')
    .description(
      'Moves every assumption along trajectories (Morris), on a generated district under competition and under partnership, and says which move the headline outcomes most. The result is the same for any number of jobs.',
    )
    .option('--only <group>', 'one group of parameters, as in trust; may be given several times', collect)
    .option('--trajectories <n>', 'moves of each assumption', wholeNumber(2, 10_000), INFLUENCE.trajectories)
    .option(
      '--replicates <n>',
      'runs of each regime at each point',
      wholeNumber(1, 1000),
      INFLUENCE.replicates,
    )
    .option('--jobs <n>', 'runs at a time', wholeNumber(1, 1024), availableParallelism())
    .option('--record', 'keep the result as the record that comes with this version')
    .option('--json', 'print JSON: the record, with the strongest assumptions of every metric')
    .addHelpText(
      'after',
      examples('collegium influence --only trust --only learning', 'collegium influence --record'),
    )
    .action((options: InfluenceOptions) => influence(options));

  program
    .command('calibrate')
    .summary('rule out assumptions that miss the targets of a plan')
    .description(
      'Varies assumptions together over the ranges of a plan and rules out the points whose runs lie too far from its targets (history matching). The result is the same for any number of jobs.',
    )
    .option('--plan <file>', 'the plan (default: the one that comes with Collegium)')
    .option('--jobs <n>', 'runs at a time', wholeNumber(1, 1024), availableParallelism())
    .option('--record', 'keep the result as the record that comes with this version')
    .option('--json', 'print JSON: the record, with every point of the design')
    .addHelpText(
      'after',
      examples('collegium calibrate', 'collegium calibrate --plan my-plan.yaml --json > match.json'),
    )
    .action((options: CalibrateOptions) => calibrate(options));

  program
    .command('study')
    .summary('do a published study again on simulated schools')
    .description(
      'Does a published study again on simulated schools and pupils, and prints its tables beside the published ones. The study of federations holds schools that federate against matched ones that do not (B 7). The result is the same for any number of jobs.',
    )
    .addArgument(new Argument('<study>', 'which study').choices(STUDIES))
    .option('--replicates <n>', 'runs (default: 40, with --quick 8)', wholeNumber(1, 100_000))
    .option('--jobs <n>', 'runs at a time', wholeNumber(1, 1024), availableParallelism())
    .option('--seed <text>', 'seed of the study; replicate i runs with <text>/i', COMPARISON_SEED)
    .option('--set <path=value>', 'set a parameter; may be given several times', collect)
    .option('--quick', 'a quarter of the schools')
    .option('--json', 'print JSON: version, study, seeds, digests, sample, models, tests, grades, aims')
    .addHelpText(
      'after',
      examples(
        'collegium study federations',
        'collegium study federations --quick',
        'collegium study federations --replicates 10 --set learning.rate=0.1 --json > study.json',
      ),
    )
    .action((name: (typeof STUDIES)[number], options: StudyOptions) => study(name, options));

  program
    .command('export')
    .summary('write a run, or the results of a sweep, for other programs')
    .description(
      'Does a run and writes what was in it: tables (csv, parquet), the network of a week (graphml), the network over time for Gephi (gexf), or a panel for RSiena (siena). Of a sweep writes the results as tables, or with --run one of its runs. docs/formats.md says what every column is. The same run gives the same bytes.',
    )
    .argument('<what>', 'name of a scenario in the library, path to a YAML file, or folder of a sweep')
    .addOption(new Option('--format <format>', 'what to write').choices(FORMATS).makeOptionMandatory())
    .requiredOption('--out <path>', 'file (graphml, gexf) or folder (csv, parquet, siena) to write')
    .option('--seed <text>', "seed of all the run's luck (default: the scenario's)")
    .option('--run <n>', 'run of a sweep, by its number in the table runs', wholeNumber(0, 999_999_999))
    .option('--week <n>', 'the run after n weeks alone (csv, parquet, graphml)', wholeNumber(0, 999_999))
    .option(
      '--every <n>',
      'weeks between samples (default: 13, a term; siena 39, a year)',
      wholeNumber(1, 999_999),
    )
    .addOption(
      new Option('--of <whom>', 'schools and relations, or staff and ties (csv, parquet, graphml)').choices([
        'schools',
        'staff',
      ]),
    )
    .addOption(
      new Option(
        '--stage <stage>',
        'stage from which on schools are tied (siena; default: cooperation)',
      ).choices(TIE_STAGES),
    )
    .option('--years <n>', "length of the run (default: the scenario's)")
    .option('--set <path=value>', 'set a parameter; may be given several times', collect)
    .option('--schools <file>', "register of real schools (CSV) in place of the scenario's")
    .option('--results <file>', 'their examination results (CSV)')
    .option('--allow-large', 'run even what is estimated to need much memory')
    .option('--no-guard', 'leave text in CSV as it is, even where a spreadsheet takes it for a formula')
    .option('--force', 'replace the file, or the folder of an earlier export')
    .addHelpText(
      'after',
      examples(
        'collegium export tramton --format csv --out tramton',
        'collegium export tramton --format graphml --week 325 --out tramton-325.graphml',
        'collegium export ladder --format graphml --of staff --out ladder-staff.graphml',
        'collegium export tramton --format gexf --out tramton.gexf',
        'collegium export tramton --format siena --stage association --out tramton-panel',
        'collegium export regimes --format csv --out regimes-results',
        'collegium export regimes --run 17 --format gexf --out run-17.gexf',
      ),
    )
    .action((named: string, options: ExportOptions) => exportTo(named, options));

  program
    .command('host')
    .summary('hold a live room that people join with their phones')
    .description(
      "Serves the page and a live room: people join with a link or a code, act as heads or teachers in a run, and the trainer does the weeks. The room's log is a scenario. Nothing is kept when the room closes (docs/rooms.md).",
    )
    .option(
      '--port <n>',
      'port to listen at (default: the first free one from 4180 on)',
      wholeNumber(0, 65_535),
    )
    .option('--lan', 'let the phones of this network in')
    .option('--address <address>', 'address to listen at (default: 127.0.0.1, this machine alone)')
    .option(
      '--origin <url>',
      'address under which a proxy with https shows the room; may be given several times',
      collect,
    )
    .option('--log <file>', 'write the log here when the room closes')
    .addHelpText(
      'after',
      examples(
        'collegium host',
        'collegium host --lan',
        'collegium host --lan --log room.yaml',
        'collegium host --port 8080 --origin https://room.example.org',
      ),
    )
    .action(async (options: HostOptions) => (await import('./host.ts')).host(options));

  program
    .command('validate')
    .summary('check scenarios, plans, stories and files of schools')
    .description(
      'Checks scenarios (YAML) with their schools, plans of sweeps (YAML) with their scenarios and all their cells, guided stories (YAML) with their sides, or registers of schools (CSV), without running.',
    )
    .argument('<file...>', 'files, or names of scenarios in the library')
    .addHelpText(
      'after',
      examples(
        'collegium validate my-district.yaml register.csv',
        'collegium validate scenarios/plans/regimes.yaml scenarios/stories/ladder.yaml',
      ),
    )
    .action(validate);

  program
    .command('doctor')
    .summary('say what this machine can do')
    .description(
      'Looks at what Collegium needs and can use: Node, memory, disk, DuckDB, a run whose digest is recorded, and programs for sweeps on many machines. Each line is good, a warning, or bad with advice; where something is bad the exit code is 1.',
    )
    .option('--json', 'print JSON: good, findings')
    .addHelpText('after', examples('collegium doctor', 'collegium doctor --json'))
    .action(doctor);

  program
    .command('list')
    .summary('list the scenarios of the library')
    .description('Lists the scenarios that come with Collegium.')
    .option('--json', 'print JSON: the scenarios, and the metrics that runs report')
    .addHelpText('after', examples('collegium list', 'collegium list --json'))
    .action(list);

  return program;
}
