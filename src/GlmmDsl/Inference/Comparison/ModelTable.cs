using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GlmmDsl.Data;
using GlmmDsl.Fits;
using GlmmDsl.Inference.Comparison;
using GlmmDsl.Printing;

namespace GlmmDsl.Inference;

/// <summary>
/// Models of one response, from the smallest to the largest, with their criteria, and a likelihood-ratio test of each against the next one where it is
/// nested in it. Prints as R's <c>anova(m1, m2)</c>. Immutable.
/// </summary>
public sealed class ModelTable
{
    private readonly bool withCriteria;

    private ModelTable(bool isReml, ImmutableArray<ComparedModel> models, ImmutableArray<LikelihoodRatioTest> tests, bool withCriteria) =>
        (IsReml, Models, Tests, this.withCriteria) = (isReml, models, tests, withCriteria);

    /// <summary>Whether the fits were made by REML.</summary>
    public bool IsReml { get; }

    /// <summary>The models, from the one with the fewest parameters.</summary>
    public ImmutableArray<ComparedModel> Models { get; }

    /// <summary>For each model but the first, its test against the one before it.</summary>
    public ImmutableArray<LikelihoodRatioTest> Tests { get; }

    /// <summary>Compares fits.</summary>
    /// <param name="fits">At least two.</param>
    /// <param name="withCriteria">Whether the printed table shows AICc and weights.</param>
    /// <exception cref="ArgumentException">Fewer than two fits, or one whose coefficients a prior penalised.</exception>
    /// <exception cref="IncomparableFitsException">Fits that do not measure the same thing.</exception>
    internal static ModelTable Of(IEnumerable<FittedModel> fits, bool withCriteria)
    {
        FittedModel[] ordered = [.. fits.OrderBy(f => f.ParameterCount)];
        if (ordered.Length < 2)
        {
            throw new ArgumentException("A comparison takes at least two fits.", nameof(fits));
        }

        if (ordered.Any(f => f.Prior is not null))
        {
            throw new ArgumentException("A prior penalised the coefficients of a fit, so its likelihood is not at its maximum. Fit without the prior to compare models.", nameof(fits));
        }

        double[] logLikelihoods = [.. ordered.Select(f => Difference(f, ordered[0]))];
        double[] weights = InformationCriteria.Weights([.. ordered.Select((f, i) => (2.0 * f.ParameterCount) - (2 * logLikelihoods[i]))]);
        ImmutableArray<ComparedModel> models = [.. ordered.Select((f, i) => new ComparedModel(FormattableString.Invariant($"m{i + 1}"), f, weights[i]))];
        ImmutableArray<LikelihoodRatioTest> tests = [.. Enumerable.Range(1, ordered.Length - 1).Select(i => Test(ordered[i - 1], ordered[i], 2 * (logLikelihoods[i] - logLikelihoods[i - 1])))];
        return new ModelTable(ordered[0].Solution.IsReml, models, tests, withCriteria);
    }

    /// <summary>The table as R prints it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(IsReml ? "Models (fitted by REML):\n" : "Models:\n");
        foreach (ComparedModel model in Models)
        {
            text.Append(VisibleText.Of($"{model.Name}: {model.Formula}")).Append('\n');
        }

        List<(string, string[])> columns =
        [
            ("npar", AnovaColumns.Counts(Models.Select(m => (int?)m.ParameterCount))),
            ("AIC", AnovaColumns.Numbers(Models.Select(m => m.Aic))),
        ];
        if (withCriteria)
        {
            columns.Add(("AICc", AnovaColumns.Numbers(Models.Select(m => m.Aicc))));
        }

        columns.Add(("BIC", AnovaColumns.Numbers(Models.Select(m => m.Bic))));
        columns.Add(("logLik", AnovaColumns.Numbers(Models.Select(m => m.LogLikelihood))));
        columns.Add(withCriteria
            ? ("weight", [.. Models.Select(m => NumberColumn.Format(m.Weight, 4))])
            : ("deviance", AnovaColumns.Numbers(Models.Select(m => m.Deviance))));
        columns.Add(("Chisq", AnovaColumns.Numbers(Tests.Select(t => t.ChiSquare).Prepend(double.NaN))));
        columns.Add(("Df", AnovaColumns.Counts(Tests.Select(t => t.IsNested ? (int?)t.DegreesOfFreedom : null).Prepend(null))));
        columns.Add(("Pr(>Chisq)", AnovaColumns.Probabilities(Tests.Select(t => t.PValue).Prepend(double.NaN))));
        if (Tests.Any(t => t.MixturePValue is not null))
        {
            columns.Add(("Pr(>mixture)", AnovaColumns.Probabilities(Tests.Select(t => t.MixturePValue ?? double.NaN).Prepend(double.NaN))));
        }

        AnovaColumns.Write(text, [.. Models.Select(m => m.Name)], [.. columns]);
        for (int i = 0; i < Tests.Length; i++)
        {
            if (Tests[i].Reason is { } reason)
            {
                text.Append(VisibleText.Of($"{Models[i].Name} is not nested in {Models[i + 1].Name}: {reason}")).Append('\n');
            }
            else if (Tests[i].Mixture is { } mixture)
            {
                text.Append(CultureInfo.InvariantCulture, $"{Models[i].Name} sets {(mixture.IsOfCorrelation ? "a correlation" : "a variance")} of {Models[i + 1].Name} to {(mixture.IsOfCorrelation ? "1" : "zero")}; mixture: {mixture}{(mixture.IsUpperBound ? "; for an exact p take the bootstrap" : "")}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>The table as the command line's JSON object.</summary>
    public string ToJson() => JsonObject.Write(json =>
    {
        json.WriteString("method", IsReml ? "REML" : "ML");
        json.WriteStartArray("models");
        foreach (ComparedModel model in Models)
        {
            json.WriteStartObject();
            json.WriteString("formula", model.Formula);
            json.WriteNumber("npar", model.ParameterCount);
            json.WriteFinite("logLik", model.LogLikelihood);
            json.WriteFinite("AIC", model.Aic);
            json.WriteFinite("AICc", model.Aicc);
            json.WriteFinite("BIC", model.Bic);
            json.WriteFinite("weight", model.Weight);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("tests");
        foreach (LikelihoodRatioTest test in Tests)
        {
            Write(json, test);
        }

        json.WriteEndArray();
        json.WriteStartArray("notNested");
        foreach (LikelihoodRatioTest test in Tests)
        {
            json.WriteStringValue(test.Reason);
        }

        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, LikelihoodRatioTest test)
    {
        if (!test.IsNested)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteFinite("chisq", test.ChiSquare);
        json.WriteNumber("df", test.DegreesOfFreedom);
        json.WriteFinite("p", test.PValue);
        json.WriteFinite("pMixture", test.MixturePValue ?? double.NaN);
        if (test.Mixture is { } mixture)
        {
            json.WriteString("mixture", mixture.ToString());
        }

        json.WriteEndObject();
    }

    /// <summary>The first log-likelihood less the second, on one basis of the fixed effects.</summary>
    private static double Difference(FittedModel first, FittedModel second) =>
        Comparability.Difference(LogLikelihood(first), LogLikelihood(second));

    private static Criterion LogLikelihood(FittedModel model) => new(model.LogLikelihood, CriterionKind.LogLikelihood, model.Comparability);

    private static LikelihoodRatioTest Test(FittedModel small, FittedModel large, double chiSquare)
    {
        int parameters = large.ParameterCount - small.ParameterCount;
        if (parameters == 0)
        {
            return new LikelihoodRatioTest(double.NaN, 0, null, "Both have the same number of parameters.");
        }

        Nesting nesting = Nesting.Of(small, large);
        return nesting.Reason is null
            ? new LikelihoodRatioTest(chiSquare, parameters, ChiBarSquare.Of(parameters, nesting.Variances, nesting.Correlations), null)
            : new LikelihoodRatioTest(double.NaN, parameters, null, nesting.Reason);
    }
}
