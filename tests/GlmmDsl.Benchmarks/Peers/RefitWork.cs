using GlmmDsl.Data;

namespace GlmmDsl.Benchmarks.Peers;

/// <summary>sleepstudy fitted again to another response, as a bootstrap does thousands of times; the new response is the old one moved by 20 sin(row).</summary>
internal sealed class RefitWork : LinearWork
{
    private readonly MixedModelFit fit;
    private readonly double[] response;

    public RefitWork(string referenceFolder)
    {
        Table table = Table.ReadCsv(Path.Combine(referenceFolder, "data", "sleepstudy.csv"), new CsvOptions { Factors = ["Subject"] });
        fit = MixedModel.Fit("Reaction ~ Days + (Days | Subject)", table);
        var column = (NumericColumn)table.Columns.Single(c => c.Name == "Reaction");
        response = [.. column.Values.ToArray().Select((y, i) => y + (20 * Math.Sin(i + 1)))];
    }

    public override string Name => "sleepstudy-refit";

    public override string Description => "sleepstudy, Reaction ~ Days + (Days | Subject), REML, a refit with a new response";

    public override IReadOnlyList<Peer> Peers => [new("lme4", RScript, "refit() reports a criterion that is not the one at its theta; this one is")];

    public override string RScript => """
        dat <- read.csv(file.path(reference, "data", "sleepstudy.csv")); dat$Subject <- factor(dat$Subject)
        fit0 <- lmer(Reaction ~ Days + (Days | Subject), dat); y2 <- dat$Reaction + 20 * sin(seq_len(nrow(dat)))
        dat$y2 <- y2; criterion <- function(fit) lmer(y2 ~ Days + (Days | Subject), dat, devFunOnly = TRUE)(getME(fit, "theta"))
        repetitions <- 50
        work <- function() refit(fit0, y2)
        """;

    public override WorkResult Run()
    {
        MixedModelFit refit = fit.Refit(response);
        return new(-2 * refit.LogLikelihood.Value, refit.Evaluations, refit.Gradients);
    }
}
