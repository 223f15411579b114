using System.CommandLine;
using System.Globalization;
using System.Text;
using GlmmDsl.Cli.Models;
using GlmmDsl.Data;
using GlmmDsl.Inference;
using GlmmDsl.Printing;

namespace GlmmDsl.Cli.Inference;

/// <summary>How <c>glmm compare --method</c> tests a model against a larger one.</summary>
internal sealed class ComparisonMethod
{
    private const string Bootstrap = "bootstrap", KenwardRoger = "kenward-roger", Satterthwaite = "satterthwaite";

    private readonly Option<string?> method = ModelOptions.Single("--method", "kenward-roger|satterthwaite|bootstrap", "Test two linear models by an F test of their fixed effects (KRmodcomp, SATmodcomp), or two models by a likelihood-ratio test whose distribution is simulated (PBmodcomp).");
    private readonly Option<int> replicates = new("--replicates") { HelpName = "N", Description = "The replicates of --method bootstrap.", DefaultValueFactory = _ => 1000 };
    private readonly Option<int> seed = new("--seed") { HelpName = "S", Description = "The seed of --method bootstrap.", DefaultValueFactory = _ => 1 };

    /// <summary>The options.</summary>
    public IEnumerable<Option> Options => [method, replicates, seed];

    /// <summary>The method asked for; null where none is.</summary>
    /// <exception cref="InputException">There is no such method, or the models are not two.</exception>
    public string? Asked(ParseResult parsed, int models) => parsed.GetValue(method) switch
    {
        null => null,
        Bootstrap or KenwardRoger or Satterthwaite when models != 2 => throw new InputException("--method tests one model against one larger: give two formulas."),
        Bootstrap or KenwardRoger or Satterthwaite => parsed.GetValue(method),
        { } other => throw new InputException($"--method is {KenwardRoger}, {Satterthwaite} or {Bootstrap}, not {ValueText.Quote(other)}."),
    };

    /// <summary>By which criterion the models are fitted for a method: F tests by REML as pbkrtest makes them, Satterthwaite's by maximum likelihood where <c>--ml</c> says so.</summary>
    public static FitMethod Fitting(string method, FitMethod asked) => method == Bootstrap ? FitMethod.Ml : method == Satterthwaite ? asked : FitMethod.Reml;

    /// <summary>Tests the smaller of two fits against the larger one.</summary>
    /// <returns>The result as JSON, and as a table.</returns>
    public (string Json, string Table) Test(ParseResult parsed, string asked, MixedModelFit[] fits, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        (MixedModelFit smaller, MixedModelFit larger) = fits[0].ParameterCount <= fits[1].ParameterCount ? (fits[0], fits[1]) : (fits[1], fits[0]);
        if (asked == Bootstrap)
        {
            LikelihoodRatioBootstrap test = Refusals.AsInput(() => LikelihoodRatio.Bootstrap(smaller, larger, parsed.GetValue(replicates), parsed.GetValue(seed), null, progress, cancellationToken));
            return (test.ToJson(), test.ToString());
        }

        if (!smaller.ThetaNames.SequenceEqual(larger.ThetaNames))
        {
            throw new InputException($"--method {asked} tests fixed effects, and the random terms of the models differ: write the same random terms in both.");
        }

        FTest f = Refusals.AsInput(() => (asked == KenwardRoger ? larger.KenwardRoger() : larger.Satterthwaite()).Test(smaller));
        string json = JsonObject.Write(writer =>
        {
            writer.WriteStartObject("test");
            writer.WriteString("method", asked);
            writer.WriteFinite("statistic", f.Statistic);
            writer.WriteNumber("numDf", f.NumeratorDegreesOfFreedom);
            writer.WriteFinite("denDf", f.DenominatorDegreesOfFreedom);
            writer.WriteFinite("scaling", f.Scaling);
            writer.WriteFinite("p", f.PValue);
            writer.WriteEndObject();
        });
        return (json, ToTable(larger, smaller, f));
    }

    /// <summary>The test as pbkrtest prints it.</summary>
    private static string ToTable(MixedModelFit larger, MixedModelFit smaller, FTest test)
    {
        var text = new StringBuilder($"large: {VisibleText.Of(larger.Formula)}\nsmall: {VisibleText.Of(smaller.Formula)}\n");
        var table = new TextTable([true, false, false, false, false, false], "", "stat", "ndf", "ddf", "F.scaling", "p.value");
        string Number(double value) => NumberColumn.Format(value, NumberColumn.Decimals([value]));
        table.Add("Ftest", Number(test.Statistic), test.NumeratorDegreesOfFreedom.ToString(CultureInfo.InvariantCulture), Number(test.DenominatorDegreesOfFreedom), Number(test.Scaling), PValues.Format([test.PValue], PValues.AnovaDigits)[0]);
        table.WriteTo(text, "");
        return text.ToString();
    }
}
