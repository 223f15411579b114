using GlmmDsl.Data;
using GlmmDsl.Inference;

namespace GlmmDsl.Benchmarks.Peers;

/// <summary>The tables of coefficients and of type III tests of a fit that is there: what the tests alone cost.</summary>
internal abstract class TestsWork(MixedModelFit fit) : PeerWork
{
    /// <summary>The fit.</summary>
    protected MixedModelFit Fit => fit;

    /// <summary>Sleepstudy with a factor of three groups of subjects, of which a fifth of the rows are left out; the same in R.</summary>
    protected static MixedModelFit Sleepstudy(string referenceFolder)
    {
        string[] lines = File.ReadAllLines(Path.Combine(referenceFolder, "data", "sleepstudy.csv"));
        IEnumerable<string> rows = lines.Skip(1).Where((_, i) => (i + 1) % 5 != 2).Select(line => string.Join(',', line.Split(',').Take(3)) + "," + "abc"[line.Split(',')[2][^1] % 3]);
        Table table = Table.ReadCsv(new StringReader("Reaction,Days,Subject,arm\n" + string.Join('\n', rows)), new CsvOptions { Factors = ["Subject"] });
        return MixedModel.Fit("Reaction ~ Days * arm + (Days | Subject)", table);
    }

    /// <summary>The R code that makes the fit, and the criterion that both sides report.</summary>
    protected const string SleepstudyInR = """
        dat <- read.csv(file.path(reference, "data", "sleepstudy.csv")); dat <- dat[seq_len(nrow(dat)) %% 5 != 2, ]
        dat$arm <- factor(c("a", "b", "c")[(48 + dat$Subject %% 10) %% 3 + 1]); dat$Subject <- factor(dat$Subject)
        fit0 <- lme4::lmer(Reaction ~ Days * arm + (Days | Subject), dat); criterion <- function(table) lme4::REMLcrit(fit0)
        """;

    /// <summary>Both tables.</summary>
    protected WorkResult Of(FixedEffectsTests tests)
    {
        bool areThere = tests.Coefficients.Count > 0 && tests.Terms.All(t => t.PValue >= 0);
        return new(areThere ? -2 * fit.LogLikelihood.Value : double.NaN, 0, 0);
    }
}

/// <summary>Satterthwaite's tables of a fit the size of sleepstudy, next to lmerTest's.</summary>
internal sealed class SatterthwaiteWork(string referenceFolder) : TestsWork(Sleepstudy(referenceFolder))
{
    public override string Name => "sleepstudy-satterthwaite";

    public override string Description => "sleepstudy by Days and a factor, tables of coefficients and type III tests by Satterthwaite's method, from a fit";

    public override IReadOnlyList<Peer> Peers => [new("lmerTest", SleepstudyInR + """

        repetitions <- 10
        work <- function() { m <- as_lmerModLmerTest(fit0); list(coef(summary(m)), anova(m)) }
        """)];

    public override WorkResult Run() => Of(Fit.Satterthwaite());
}

/// <summary>Kenward and Roger's tables of the same fit, next to those of lmerTest by pbkrtest.</summary>
internal sealed class KenwardRogerWork(string referenceFolder) : TestsWork(Sleepstudy(referenceFolder))
{
    public override string Name => "sleepstudy-kenward-roger";

    public override string Description => "sleepstudy by Days and a factor, tables of coefficients and type III tests by Kenward and Roger's method, from a fit";

    public override IReadOnlyList<Peer> Peers => [new("lmerTest", SleepstudyInR + """

        repetitions <- 5; m <- as_lmerModLmerTest(fit0)
        work <- function() list(coef(summary(m, ddf = "Kenward-Roger")), anova(m, ddf = "Kenward-Roger"))
        """)];

    public override WorkResult Run() => Of(Fit.KenwardRoger());
}

/// <summary>Kenward and Roger's tables of InstEval, 73 421 rows, where pbkrtest would need matrices of 43 GB each.</summary>
internal sealed class LargeKenwardRogerWork(string referenceFolder) : TestsWork(InstEval(referenceFolder))
{
    public override string Name => "insteval-kenward-roger";

    public override string Description => "InstEval, y ~ service * studage + lectage + dept + (1|s) + (1|d), tables by Kenward and Roger's method, from a fit";

    public override IReadOnlyList<Peer> Peers => [];

    public override WorkResult Run() => Of(Fit.KenwardRoger());

    private static MixedModelFit InstEval(string referenceFolder) => MixedModel.Fit(
        "y ~ service * studage + lectage + dept + (1 | s) + (1 | d)",
        Table.ReadCsv(Path.Combine(referenceFolder, "data", "InstEval.csv"), new CsvOptions { Factors = ["s", "d", "dept", "service", "studage", "lectage"] }));
}

/// <summary>Marginal means of the factor with their pairs by Tukey's method, next to emmeans, which pbkrtest and lmerTest give the degrees of freedom.</summary>
internal sealed class MeansWork(string referenceFolder, bool isKenwardRoger) : TestsWork(Sleepstudy(referenceFolder))
{
    public override string Name => isKenwardRoger ? "sleepstudy-means-kenward-roger" : "sleepstudy-means-satterthwaite";

    public override string Description =>
        $"sleepstudy by Days and a factor, means of the factor and their pairs by Tukey's method, {(isKenwardRoger ? "Kenward and Roger's" : "Satterthwaite's")} degrees of freedom, from a fit";

    public override IReadOnlyList<Peer> Peers => [new("emmeans", SleepstudyInR + $$"""

        repetitions <- 5
        work <- function() { e <- emmeans(fit0, ~ arm, lmer.df = "{{(isKenwardRoger ? "kenward-roger" : "satterthwaite")}}"); list(summary(e), summary(pairs(e))) }
        """)];

    public override WorkResult Run()
    {
        MarginalEstimates means = (isKenwardRoger ? Fit.KenwardRoger() : Fit.Satterthwaite()).Means("arm");
        bool areThere = means.Count == 3 && means.Pairs().All(p => p.PValue >= 0);
        return new(areThere ? -2 * Fit.LogLikelihood.Value : double.NaN, 0, 0);
    }
}
