using GlmmDsl.Data;

namespace GlmmDsl.Benchmarks.Peers;

/// <summary>The generalised works: classical data sets, and simulations whose recipe is the code below.</summary>
internal static class GeneralizedWorks
{
    private const string Cbpp = "cbind(incidence, size - incidence) ~ period + (1 | herd)";
    private const string Districts = "y ~ age + I(age^2) + urban + livch + (1 | district)";
    private const string Binomial = "y ~ a + b + c + d + e + (1 | g)";

    /// <summary>All of them, by name.</summary>
    public static IEnumerable<(string Name, Func<PeerWork> Make)> All(string referenceFolder)
    {
        yield return ("cbpp", () => CbppWork(referenceFolder, "cbpp", "cbpp, 56 rows, 15 herds", 1));
        yield return ("grouseticks", () => Grouseticks(referenceFolder));
        yield return ("verbagg", () => VerbAgg(referenceFolder));
        yield return ("binomial-100k", () => BinomialWork("binomial-100k", "10^5 rows of 0/1 in 2 000 groups, simulated", 1));
        yield return ("contraception-slopes", () => DistrictWork("contraception-slopes", "y ~ age + I(age^2) + urban + livch + (urban | district)", Family.Binomial, Link.Logit, randomSlope: 0.8));
        yield return ("binomial-probit", () => DistrictWork("binomial-probit", Districts, Family.Binomial, Link.Probit));
        yield return ("binomial-cloglog", () => DistrictWork("binomial-cloglog", Districts, Family.Binomial, Link.Cloglog));
        yield return ("poisson-log", () => DistrictWork("poisson-log", Districts, Family.Poisson, Link.Log));
        yield return ("poisson-sqrt", () => DistrictWork("poisson-sqrt", Districts, Family.Poisson, Link.Sqrt));
        yield return ("cbpp-agq9", () => CbppWork(referenceFolder, "cbpp-agq9", "cbpp, 9 nodes", 9));
        yield return ("binomial-100k-agq9", () => BinomialWork("binomial-100k-agq9", "10^5 rows of 0/1 in 2 000 groups, simulated, 9 nodes", 9));
    }

    private static GeneralizedWork CbppWork(string referenceFolder, string name, string description, int nodes) => new(name, description, Cbpp)
    {
        Family = Family.Binomial,
        Nodes = nodes,
        Table = () => Read(referenceFolder, "cbpp", "period", "herd"),
        Data = """
            dat <- read.csv(file.path(reference, "data", "cbpp.csv")); for (v in c("period", "herd")) dat[[v]] <- factor(dat[[v]])
            """ + (nodes > 1 ? "\nconstant <- -2 * sum(with(dat, dbinom(incidence, size, incidence / size, log = TRUE)))" : ""),
        Repetitions = 10,
    };

    private static GeneralizedWork Grouseticks(string referenceFolder) =>
        new("grouseticks", "grouseticks, 403 rows, an effect for every row, broods and locations, nested", "TICKS ~ YEAR + cHEIGHT + (1 | BROOD) + (1 | INDEX) + (1 | LOCATION)")
        {
            Family = Family.Poisson,
            Table = () => Read(referenceFolder, "grouseticks", "YEAR", "BROOD", "INDEX", "LOCATION"),
            Data = """
                dat <- read.csv(file.path(reference, "data", "grouseticks.csv")); for (v in c("YEAR", "BROOD", "INDEX", "LOCATION")) dat[[v]] <- factor(dat[[v]])
                """,
            Repetitions = 5,
        };

    private static GeneralizedWork VerbAgg(string referenceFolder) =>
        new("verbagg", "VerbAgg, 7 584 rows, 316 persons crossed with 24 items", "r2 ~ (Anger + Gender + btype + situ)^2 + (1 | id) + (1 | item)")
        {
            Family = Family.Binomial,
            Table = () => Read(referenceFolder, "VerbAgg", "id"),
            Data = """
                dat <- read.csv(file.path(reference, "data", "VerbAgg.csv"), stringsAsFactors = TRUE); dat$id <- factor(dat$id)
                """,
        };

    /// <summary>Five standard normal covariates, effects of a standard deviation of 0.8 in 2 000 groups of unequal size.</summary>
    private static GeneralizedWork BinomialWork(string name, string description, int nodes)
    {
        const int Groups = 2000;
        var random = new Simulation(20240602);
        var rows = new SimulatedRows(100_000);
        double[] beta = [0.5, -0.4, 0.3, 0, 0.1];
        int[] group = rows.AddFactor("g", _ => (int)(random.Uniform() * Groups));
        double[] effects = [.. Enumerable.Range(0, Groups).Select(_ => 0.8 * random.Normal())];
        double[][] covariates = [.. new[] { "a", "b", "c", "d", "e" }.Select(x => rows.AddNumbers(x, _ => random.Normal()))];
        rows.AddNumbers("y", i => random.Bernoulli(Logistic(-0.5 + effects[group[i]] + beta.Select((b, j) => b * covariates[j][i]).Sum())));
        return new(name, description, Binomial) { Family = Family.Binomial, Nodes = nodes, Table = rows.ToTable, Data = rows.ReadScript, Files = rows.Write };
    }

    /// <summary>The shape of mlmRev's Contraception: 1 934 women in 60 districts of very unequal size, a quadratic of age, urban or not, number of children in four classes.</summary>
    private static GeneralizedWork DistrictWork(string name, string formula, Family family, Link link, double randomSlope = 0)
    {
        const int Districts = 60;
        var random = new Simulation(20240603);
        var rows = new SimulatedRows(1934);
        int[] district = rows.AddFactor("district", i => i < Districts ? i : (int)(Districts * random.Uniform() * random.Uniform()));
        int[] children = rows.AddFactor("livch", _ => (int)(4 * random.Uniform()));
        double[] age = rows.AddNumbers("age", _ => 2 * random.Normal());
        double[] urban = rows.AddNumbers("urban", _ => random.Bernoulli(0.3));
        double[] intercepts = [.. Enumerable.Range(0, Districts).Select(_ => 0.5 * random.Normal())];
        double[] slopes = [.. Enumerable.Range(0, Districts).Select(_ => randomSlope * random.Normal())];
        double center = link == Link.Sqrt ? 2 : -1;
        rows.AddNumbers("y", i =>
        {
            double eta = center + (0.05 * age[i]) - (0.05 * age[i] * age[i]) + (0.6 * urban[i]) + (0.3 * Math.Min(2, children[i]))
                + intercepts[district[i]] + ((slopes[district[i]] - (0.5 * intercepts[district[i]])) * urban[i]);
            return family == Family.Poisson ? random.Poisson(link == Link.Sqrt ? eta * eta : Math.Exp(eta)) : random.Bernoulli(Logistic(eta));
        });
        return new(name, $"1 934 simulated rows in 60 districts, {family}, {link}", formula)
        {
            Family = family,
            Link = link,
            Table = rows.ToTable,
            Data = rows.ReadScript,
            Files = rows.Write,
            Repetitions = 3,
        };
    }

    private static double Logistic(double eta) => 1 / (1 + Math.Exp(-eta));

    private static Table Read(string referenceFolder, string name, params string[] factors) =>
        Table.ReadCsv(Path.Combine(referenceFolder, "data", name + ".csv"), new CsvOptions { Factors = [.. factors] });
}
