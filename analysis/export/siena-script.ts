import type { Field } from './fields.ts';

type Described = Pick<Field, 'name' | 'unit' | 'meaning'>;

/** What the script has to know of the panel beside it. */
export interface Panel {
  readonly schools: number;
  /** Whether the waves are lists of ties and not matrices. */
  readonly sparse: boolean;
  /** Name of the lowest stage that is a tie. */
  readonly stage: string;
  readonly waves: readonly { readonly week: number; readonly file: string }[];
  readonly constant: readonly Described[];
  readonly changing: readonly (Described & { readonly file: string })[];
}

/** `read.R`: reads the files beside it with R alone, and makes a panel of them where RSiena is installed. */
export function readScript({ schools, sparse, stage, waves, constant, changing }: Panel): string {
  const list = (entries: readonly string[]) => entries.map((entry) => `  ${entry}`).join(',\n');
  const about = ({ name, unit, meaning }: Described) =>
    `#   ${name}: ${meaning}${unit === '' ? '' : ` [${unit}]`}`;
  return `# Reads a panel of schools: ${waves.length} waves of the network in which two schools are tied whose relation has reached
# ${stage} or more. Start R in the folder of this file, or use source("path/to/read.R", chdir = TRUE).
# An entry is 1 for a tie, 0 for none, and 10 where a school has closed: RSiena takes 10 for a tie that cannot be.

actors <- ${schools}
weeks <- c(${waves.map(({ week }) => week).join(', ')})
files <- c(
${list(waves.map(({ file }) => `"${file}"`))}
)
schools <- read.csv("schools.csv", encoding = "UTF-8")

# What stays the same of a school:
${constant.map(about).join('\n')}
constant <- read.table("constant.txt", header = TRUE)

# What changes from wave to wave, a matrix of schools and waves each; NA once a school has closed:
${changing.map(about).join('\n')}
changing <- lapply(
  c(
${list(changing.map(({ name, file }) => `  ${name} = "${file}"`))}
  ),
  function(file) unname(as.matrix(read.table(file)))
)

# The networks.
${sparse ? SPARSE : MATRICES}
if (requireNamespace("RSiena", quietly = TRUE)) {
  library(RSiena)
  network <- sienaDependent(${sparse ? 'waves' : 'array(unlist(waves), dim = c(actors, actors, length(waves)))'}, allowOnly = FALSE)
  varies <- function(values) length(unique(na.omit(as.vector(values)))) > 1
  covariates <- c(
    lapply(Filter(varies, constant), function(values) coCovar(values)),
    lapply(Filter(varies, changing), function(values) varCovar(values))
  )
${sparse ? '' : DISTANCE}  panel <- do.call(sienaDataCreate, c(list(network = network), covariates))
  print(panel)
} else {
  message("RSiena is not installed: the panel is in schools, waves, constant and changing.")
}
`;
}

const MATRICES = `waves <- lapply(files, function(file) unname(as.matrix(read.table(file))))
`;

const SPARSE = `library(Matrix)
waves <- lapply(files, function(file) {
  ties <- read.table(file, header = TRUE)
  spMatrix(actors, actors, ties$from, ties$to, as.numeric(ties$value))
})
`;

const DISTANCE = `  covariates$distance <- coDyadCovar(unname(as.matrix(dist(constant[c("x", "y")]))))
`;
