using System.Collections.Immutable;
using System.Text.Json;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Formulas;
using GlmmDsl.Inference;
using GlmmDsl.Printing;

namespace GlmmDsl.Summaries;

/// <summary>
/// A fit as the JSON object of the command line. Numbers are in the shortest form that reads back to the same double; one that does not
/// exist (NaN, infinite) is null.
/// </summary>
internal static class FitJson
{
    private const int FirstFitted = 10;
    private const int LastFitted = 3;

    /// <summary>Writes the object.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="objectiveAt">The criterion at the requested points, in their order; empty if there are none.</param>
    public static string Of(FittedModel model, IReadOnlyList<double> objectiveAt) => JsonObject.Write(json =>
    {
        WriteModel(json, model);
        WriteCriteria(json, model);
        WriteFixedEffects(json, model);
        WriteCovarianceParameters(json, model);
        WriteComponents(json, model);
        WriteShares(json, model);
        WriteRandomEffects(json, model);
        WriteFitted(json, model);
        json.WriteFinite("rss", model.ResidualSumOfSquares ?? double.NaN);
        json.WriteNumbers("objectiveAt", objectiveAt);
        WriteOutcome(json, model);
    });

    private static void WriteModel(Utf8JsonWriter json, FittedModel model)
    {
        json.WriteString("formula", model.Matrices.Plan.Terms.Syntax.ToString());
        json.WriteString("family", model.Family.RName);
        json.WriteString("link", FamilyDefinition.RNameOf(model.Link));
        json.WriteString("method", model.Solution.Method.Label);
        json.WriteStartObject("levels");
        foreach ((PlanVariable variable, ImmutableArray<string> levels) in model.Basis.CodedLevels.OrderBy(l => l.Key.Name, StringComparer.Ordinal))
        {
            if (!levels.IsEmpty)
            {
                json.WriteTexts(variable.Name, levels);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteCriteria(Utf8JsonWriter json, FittedModel model)
    {
        json.WriteNumber("nobs", model.ObservationCount);
        json.WriteNumber("npar", model.ParameterCount);
        json.WriteNumber("dfResid", model.ResidualDegreesOfFreedom);
        json.WriteStartObject("ngroups");
        foreach (GroupingFactor group in model.Groups)
        {
            json.WriteNumber(group.Name, group.Levels.Length);
        }

        json.WriteEndObject();
        if (model.Solution.IsSeparated)
        {
            json.WriteBoolean("isSupremum", true);
        }

        json.WriteFinite("logLik", model.LogLikelihood);
        json.WriteFinite("minus2LogLik", model.Solution.Criterion);
        json.WriteFinite("REMLcrit", model.Solution.IsReml ? model.Solution.Criterion : double.NaN);
        json.WriteFinite("AIC", model.Aic);
        json.WriteFinite("BIC", model.Bic);
    }

    private static void WriteFixedEffects(Utf8JsonWriter json, FittedModel model)
    {
        IModelSolution solution = model.Solution;
        json.WriteTexts("xColumns", solution.Kept.Select(k => model.Matrices.FixedNames[k]));
        json.WriteNumbers("beta", solution.Beta);
        json.WriteNumbers("se", Enumerable.Range(0, solution.Beta.Length).Select(k => Math.Sqrt(solution.Covariance[k, k])));
        json.WriteMatrix("vcov", solution.Beta.Length, solution.Beta.Length, (i, j) => solution.Covariance[i, j]);
        if (!solution.ProfilesCoefficients)
        {
            json.WriteMatrix("vcovRX", solution.Beta.Length, solution.Beta.Length, (i, j) => solution.ConditionalCovariance[i, j]);
        }

        if (model.Solution.IsSeparated)
        {
            // JSON has no infinite number: beta is null there, and this property gives the sign.
            json.WriteTexts("betaLimits", solution.Beta.Select(b => double.IsFinite(b) ? "finite" : double.IsNaN(b) ? "undetermined" : b > 0 ? "+Inf" : "-Inf"));
        }

        WriteThresholds(json, solution.Thresholds);
        json.WriteTexts("droppedColumns", model.FixedColumns.Where(c => c.Kept < 0).Select(c => c.Name));
    }

    /// <summary>The thresholds of an ordinal model, as clmm has them.</summary>
    private static void WriteThresholds(Utf8JsonWriter json, ThresholdSolution? thresholds)
    {
        if (thresholds is null)
        {
            return;
        }

        json.WriteStartArray("thresholds");
        for (int j = 0; j < thresholds.Names.Length; j++)
        {
            json.WriteStartObject();
            json.WriteString("name", thresholds.Names[j]);
            json.WriteFinite("estimate", thresholds.Estimates[j]);
            json.WriteFinite("se", thresholds.StandardError(j));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCovarianceParameters(Utf8JsonWriter json, FittedModel model)
    {
        json.WriteNumbers("theta", model.Solution.ShownTheta);
        json.WriteTexts("thetaNames", [.. model.ThetaNames]);
        json.WriteFinite("sigma", model.Solution.ReportedSigma);
        json.WriteStartArray("varCorr");
        WriteTerms(json, model.VarianceComponents, null);
        foreach (PredictorSolution other in model.Solution.Others)
        {
            WriteTerms(json, ComponentTerms.Of(other, model.Solution), NameOf(other.Predictor));
        }

        json.WriteEndArray();
    }

    private static void WriteTerms(Utf8JsonWriter json, IEnumerable<VarianceTerm> terms, string? component)
    {
        foreach (VarianceTerm term in terms)
        {
            json.WriteStartObject();
            if (component is not null)
            {
                json.WriteString("component", component);
            }

            json.WriteString("group", term.Group);
            json.WriteTexts("names", term.Components.Select(c => c.Name));
            json.WriteNumbers("sd", term.Components.Select(c => c.StandardDeviation));
            json.WriteMatrix("corr", term.Components.Length, term.Components.Length, term.Correlation);
            json.WriteEndObject();
        }
    }

    /// <summary>The coefficients of every linear predictor, as glmmTMB divides them, and the shape on its natural scale.</summary>
    private static void WriteComponents(Utf8JsonWriter json, FittedModel model)
    {
        IModelSolution solution = model.Solution;
        if (solution.Others.IsEmpty)
        {
            return;
        }

        json.WriteStartObject("components");
        WriteComponent(json, "cond", [.. solution.Kept.Select(k => model.Matrices.FixedNames[k])], solution.Beta, solution.Covariance);
        foreach (PredictorSolution other in solution.Others.Where(o => o.Predictor != Predictor.Shape))
        {
            WriteComponent(json, NameOf(other.Predictor), [.. other.Kept.Select(k => other.Matrices.FixedNames[k])], other.Beta, other.Covariance);
        }

        json.WriteEndObject();
        if (solution.Others.FirstOrDefault(o => o.Predictor == Predictor.Shape) is { } shape)
        {
            json.WriteFinite("shape", model.Family.ShapeOf(shape.Beta[0]));
        }

        PredictorSolution[] shapes = [.. solution.Others.Where(o => o.Predictor == Predictor.Shape)];
        if (shapes.Length > 1)
        {
            json.WriteStartObject("shapes");
            for (int k = 0; k < shapes.Length; k++)
            {
                json.WriteFinite(model.Family.ShapeNameOf(k) ?? "", model.Family.ShapeOf(shapes[k].Beta[0], k));
            }

            json.WriteEndObject();
        }
    }

    private static void WriteComponent(Utf8JsonWriter json, string name, string[] names, double[] beta, double[,] covariance)
    {
        json.WriteStartObject(name);
        json.WriteTexts("names", names);
        json.WriteNumbers("estimate", beta);
        json.WriteNumbers("se", Enumerable.Range(0, beta.Length).Select(k => Math.Sqrt(covariance[k, k])));
        json.WriteMatrix("vcov", beta.Length, beta.Length, (i, j) => covariance[i, j]);
        json.WriteEndObject();
    }

    private static string NameOf(Predictor predictor) => predictor == Predictor.ZeroInflation ? "zi" : "disp";

    /// <summary>Intraclass correlation and R² as R's package performance has them; null where the model has none, as with the cauchit link.</summary>
    private static void WriteShares(Utf8JsonWriter json, FittedModel model)
    {
        VarianceDecomposition shares = new(double.NaN, double.NaN, double.NaN);
        try
        {
            shares = VarianceDecomposition.Of(model, LatentVariance.Performance, CancellationToken.None);
        }
        catch (Exception none) when (none is InvalidOperationException or MixedModelException)
        {
            // A fit to weighted cross-products, the cauchit link, or a model without predictors that cannot be fitted.
        }

        shares.WriteShares(json);
    }

    private static void WriteRandomEffects(Utf8JsonWriter json, FittedModel model)
    {
        json.WriteStartObject("ranef");
        WriteGroups(json, new RandomEffectsCollection(model.Matrices, model.Solution), "");
        foreach (PredictorSolution other in model.Solution.Others.Where(o => !o.Matrices.Random.IsEmpty))
        {
            WriteGroups(json, new RandomEffectsCollection(other.Matrices, model.Solution, null, other.FirstTerm), NameOf(other.Predictor) + ".");
        }

        json.WriteEndObject();
    }

    private static void WriteGroups(Utf8JsonWriter json, RandomEffectsCollection groups, string prefix)
    {
        foreach (GroupRandomEffects group in groups)
        {
            json.WriteStartObject(prefix + group.Group);
            json.WriteTexts("terms", group.Columns);
            json.WriteTexts("levels", group.Levels);
            json.WriteMatrix("values", group.Levels.Length, group.Columns.Length, (level, column) => group[level, column].Value);
            json.WriteMatrix("condSD", group.Levels.Length, group.Columns.Length, (level, column) => group[level, column].StandardDeviation);
            json.WriteEndObject();
        }
    }

    private static void WriteFitted(Utf8JsonWriter json, FittedModel model)
    {
        if (!model.Matrices.HasRows)
        {
            json.WriteNull("fitted");
            return;
        }

        double[] fitted = model.Solution.Fitted;
        json.WriteStartObject("fitted");
        json.WriteNumbers("first", fitted.Take(FirstFitted));
        json.WriteNumbers("last", fitted.TakeLast(LastFitted));
        json.WriteFinite("sum", fitted.Sum());
        json.WriteFinite("sumsq", fitted.Sum(x => x * x));
        json.WriteEndObject();
    }

    private static void WriteOutcome(Utf8JsonWriter json, FittedModel model)
    {
        IModelSolution solution = model.Solution;
        if (solution.Integration is { } integration)
        {
            json.WriteString("information", integration.Information == Information.Expected ? "expected" : "observed");
        }

        json.WriteBoolean("isSingular", model.IsSingular);
        json.WriteString("verdict", solution.Verdict.ToString());
        json.WriteBoolean("converged", solution.Verdict != Verdict.NotConverged);
        json.WriteStartArray("notices");
        foreach (Notice notice in model.Notices)
        {
            json.WriteStartObject();
            json.WriteString("id", notice.Code);
            json.WriteString("text", notice.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("evaluations", solution.Evaluations);
        json.WriteNumber("gradients", solution.Gradients);
        json.WriteFinite("gradientMaxAbs", solution.GradientMaxAbs);
    }
}
