using System.CommandLine;
using System.Text.Json;
using GlmmDsl.Cli.Models;
using GlmmDsl.Data;
using GlmmDsl.Inference;
using GlmmDsl.Printing;

namespace GlmmDsl.Cli.Inference;

/// <summary><c>glmm anova</c>: a repeated-measures analysis of variance.</summary>
internal sealed class AnovaCommand() : ModelCommand()
{
    private readonly Argument<string> formula = new("FORMULA") { Description = "The design in the notation of R's aov, such as 'price ~ store + Error(item/store)'." };

    private readonly Option<string[]> observed = ModelOptions.Repeated("--observed", "A,..", "Factors whose levels were observed and not assigned, such as sex: generalised eta squared counts their sums of squares as differences between people (as afex's 'observed').");
    private readonly Option<string?> pairs = ModelOptions.Single("--pairs", "A", "Compare the levels of this factor within subjects in pairs.");
    private readonly Option<bool> pooled = new("--pooled") { Description = "With --pairs: take the mean square of the factor's stratum as the variance of all pairs, as aov does, which needs sphericity; the default is each pair's own variance, as in paired t tests and in afex." };
    private readonly Option<string[]> adjust = ModelOptions.Repeated("--adjust", "tukey,holm,..", "With --pairs: adjustments of p values, each with a table: tukey (the default), holm, bonferroni, none.");

    /// <inheritdoc/>
    protected override Command Define() => new("anova", "Repeated-measures analysis of variance: F tests by error strata, Mauchly's test, Greenhouse-Geisser and Huynh-Feldt corrections, effect sizes.");

    /// <inheritdoc/>
    protected override IEnumerable<Argument> Formulas() => [formula];

    /// <inheritdoc/>
    protected override IEnumerable<Option> Options() => [observed, pairs, pooled, adjust];

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, ModelRun run)
    {
        FitOptions options = run.Request.Options;
        if (!options.IsLinear || options.Weights is not null || options.Offset is not null)
        {
            throw new InputException("'glmm anova' takes no family, weights or offset: fit a mixed model with 'glmm fit' for those.");
        }

        string text = parsed.GetRequiredValue(formula);
        string? factor = parsed.GetValue(pairs);
        bool isPooled = parsed.GetValue(pooled);
        string[] adjustments = [.. ModelOptions.Values(parsed, adjust).SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal)];
        if (factor is null && (isPooled || adjustments.Length > 0))
        {
            throw new InputException("--pooled and --adjust belong to --pairs: name the factor whose levels are compared, as in --pairs A.");
        }

        RepeatedMeasuresAnova anova = run.Work((table, _) => RepeatedMeasures.Anova(table, text, options.Missing, run.CancellationToken));
        string[] seen = [.. ModelOptions.Values(parsed, observed).SelectMany(list => CsvOptions.SplitLevels(list)).Distinct(StringComparer.Ordinal)];
        anova = seen.Length == 0 ? anova : Refusals.AsInput(() => anova.Observed(seen));
        FactorPairs[] compared = factor is null
            ? []
            : Refusals.AsInput(() => (adjustments.Length == 0 ? ["tukey"] : adjustments).Select(a => FactorPairs.Of(a, anova.Pairs(factor, isPooled))).ToArray());
        return run.Write(parsed.GetValue(Json) ? WithPairs(anova.ToJson(), compared) + "\n" : anova + string.Concat(compared.Select(c => "\n" + c.ToTable(factor!, isPooled))));
    }

    private static string WithPairs(string anova, FactorPairs[] compared) => compared.Length == 0 ? anova : JsonObject.Write(json =>
    {
        using var own = JsonDocument.Parse(anova);
        foreach (JsonProperty property in own.RootElement.EnumerateObject())
        {
            property.WriteTo(json);
        }

        json.WriteStartObject("pairs");
        foreach (FactorPairs pairs in compared)
        {
            pairs.WriteTo(json);
        }

        json.WriteEndObject();
    });
}
