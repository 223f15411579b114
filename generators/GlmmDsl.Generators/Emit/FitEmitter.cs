using System.Collections.Immutable;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Configuration;

namespace GlmmDsl.Generators.Emit;

/// <summary>Writes the fit methods and the fits.</summary>
internal static class FitEmitter
{
    // The converter of System.Text.Json, so that a web service that returns a fit returns its JSON; the attribute is not inherited.
    private const string JsonConverter =
        "[global::System.Text.Json.Serialization.JsonConverter(typeof(global::GlmmDsl.Modeling.TypedFitJsonConverter))]";

    private const string Token = "global::System.Threading.CancellationToken";
    private const string Rest = "global::System.IProgress<global::GlmmDsl.FitProgress>? progress = null, " + Token + " cancellationToken = default";

    public static string Emit(ModelContext model) =>
        ModelScope.Write(model.Declaration, Array.Empty<string>(), writer =>
        {
            ImmutableArray<FitShape> fits = FitShape.Of(model.Specification, model.Names);
            foreach (FitShape fit in fits)
            {
                Methods(model, fit, writer);
            }

            ModelMethodsEmitter.Write(model, fits[0], writer);
            Base(model, writer);
            OrdinalEmitter.Views(model, writer);
            foreach (FitShape fit in fits)
            {
                Keyed(model, fit, writer);
            }
        });

    /// <summary>The parameters of a fit method after the rows.</summary>
    /// <param name="fit">The way to fit.</param>
    /// <param name="takesNodes">Whether it takes a number of nodes instead of the options.</param>
    public static string Parameters(FitShape fit, bool takesNodes) => (takesNodes ? "int nodes" : fit.Options + "? options = null") + ", " + Rest;

    private static void Methods(ModelContext model, FitShape fit, SourceWriter writer)
    {
        Methods(model, fit, takesNodes: false, writer);
        if (fit.TakesNodes)
        {
            Methods(model, fit, takesNodes: true, writer);
        }
    }

    private static void Methods(ModelContext model, FitShape fit, bool takesNodes, SourceWriter writer)
    {
        string row = model.Row.TypeName;
        (string method, string arguments) = fit.Call;
        string call = $"{model.Names.Definition}.{method}";
        string summary = fit.Summary(model.Groups.Length);
        string parameters = Parameters(fit, takesNodes);
        string how = takesNodes ? $"new {fit.Options} {{ Nodes = nodes }}" : "options";
        bool isFirst = fit.TakesNodes && !takesNodes;
        foreach (RowOverload rows in RowOverloads.Of(row, model.Declaration.HasOverloadPriority, isFirst))
        {
            Header(rows.Attribute, ".");
            writer.Line($"public static {fit.Type} {fit.Method}({rows.Type} rows, {parameters}) =>");
            writer.Line($"    new({call}(new {model.Names.Columns}().Read({rows.Rows}, cancellationToken), {arguments}{how}, progress, cancellationToken));");
        }

        Header(RowOverloads.OfStream(model.Declaration.HasOverloadPriority, isFirst), fit.Way is FitWay.Reml or FitWay.Ml ? " to rows as they come." : ". Takes rows as they come.");
        writer.Line($"public static async global::System.Threading.Tasks.Task<{fit.Type}> {fit.AsyncMethod}(global::System.Collections.Generic.IAsyncEnumerable<{row}> rows, {parameters}) =>");
        writer.Line($"    new({call}(await new {model.Names.Columns}().ReadAsync(rows, cancellationToken).ConfigureAwait(false), {arguments}{how}, progress, cancellationToken));");

        void Header(string attribute, string end)
        {
            writer.Gap().Summary(summary + end).Line("/// <param name=\"rows\">The rows.</param>");
            writer.Line(takesNodes
                ? "/// <param name=\"nodes\">Nodes in each dimension, from 1 to 100; more nodes are more exact.</param>"
                : "/// <param name=\"options\">How to fit it; null for the defaults.</param>");
            writer.Line("/// <param name=\"progress\">Receives reports of how far the fit has got.</param>")
                .Line("/// <param name=\"cancellationToken\">Cancels the fit.</param>")
                .Line("/// <exception cref=\"global::GlmmDsl.ModelDataException\">The model cannot be fitted to these rows; the message names the column and the row.</exception>");
            writer.Line(ModelScope.GeneratedCode);
            if (attribute.Length > 0)
            {
                writer.Line(attribute);
            }
        }
    }

    private static void Base(ModelContext model, SourceWriter writer)
    {
        ModelNames names = model.Names;
        writer.Gap().Summary($"A fit of <c>{Literals.Xml(model.Specification.Formula)}</c>, {(model.Declaration.IsGeneralized ? model.Distribution : model.Declaration.HasResidual ? "by REML or ML" : "by ML")}.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Line(JsonConverter);
        writer.Open($"public abstract class {names.Fit} : global::GlmmDsl.Modeling.TypedFit");
        writer.Open($"private protected {names.Fit}(global::GlmmDsl.MixedModelFit result) : base(result)").Close();
        writer.Gap().Summary(model.Declaration.IsGeneralized ? "The fixed-effects coefficients, on the scale of the linear predictor." : "The fixed-effects coefficients.");
        writer.Line($"public {names.OwnCoefficients} Coefficients => new(Result.Coefficients);");
        OrdinalEmitter.Members(model, writer);
        if (model.Declaration.IsGeneralized && !FamilyFacts.IsOfCategories(model.Declaration.Family))
        {
            writer.Gap().Summary("The coefficients of the population average, computed at each call: what generalised estimating equations estimate. <see cref=\"global::GlmmDsl.MixedModelFit.PopulationAverageCoefficients\"/> has their covariance matrix.");
            writer.Line("/// <param name=\"cancellationToken\">Ends the work early.</param>");
            writer.Line($"public {names.OwnCoefficients} PopulationAverageCoefficients({Token} cancellationToken = default) => new(Result.PopulationAverageCoefficients(cancellationToken));");
        }

        writer.Gap().Summary(model.Declaration.IsGeneralized ? "The variance components, on the scale of the linear predictor." : "The variance components.");
        writer.Line($"public {names.Variances} VarianceComponents => new(Variances);");
        writer.Gap().Summary("The random effects' conditional modes.");
        writer.Line($"public {names.Modes} RandomEffects => new(Result);");
        ComponentsEmitter.Properties(model, writer);
        TestsEmitter.Methods(model.Names, TestMethod.Of(model.Declaration), writer);
        IntervalsEmitter.Methods(model.Names, !model.Groups.IsEmpty, writer);
        if (!FamilyFacts.IsOfCategories(model.Declaration.Family))
        {
            AveragesEmitter.Methods(model, writer);
        }

        List<PredictionShape> predictions = PredictionShape.Of(model.Declaration).Concat(OrdinalEmitter.Predictions(model.OrdinalResponse, model.Names)).ToList();
        PredictionEmitter.Methods(model, predictions, model.Row.TypeName, names.Columns, "The response is not read", writer);
        if (model.Columns.Any(u => u.IsPredictor))
        {
            PredictionEmitter.Methods(model, predictions, names.Predictors, names.PredictorColumns, "These rows have no response", writer);
        }

        if (model.HasPopulationPredictors)
        {
            PredictionEmitter.Methods(
                model, predictions.Where(p => p.IsOfPopulation), names.PopulationPredictors, names.PopulationColumns, "These rows have no response and no groups: they belong to new groups", writer);
        }

        writer.Close();
    }

    private static void Refit(ModelContext model, string type, SourceWriter writer)
    {
        writer.Gap().Summary("Fits the model again to another response, as a simulation or a bootstrap does: see <see cref=\"global::GlmmDsl.MixedModelFit.Refit\"/>.");
        writer.Line($"/// <param name=\"response\">One number for each row used{(FamilyFacts.IsOfTrials(model.Declaration.Family) ? ": the successes of its trials" : "")}.</param>");
        writer.Line("/// <param name=\"cancellationToken\">Cancels the fit.</param>");
        writer.Line($"public {type} Refit(global::System.ReadOnlySpan<double> response, {Token} cancellationToken = default) => new(Result.Refit(response, default, cancellationToken));");
    }

    /// <summary>Writes the method that reads a saved fit.</summary>
    /// <param name="type">The type of the fit.</param>
    /// <param name="writer">The writer to write to.</param>
    /// <param name="body">Its body.</param>
    public static void Load(string type, SourceWriter writer, string body)
    {
        writer.Gap().Summary("Reads a fit of this model, made in this way, that <see cref=\"global::GlmmDsl.Modeling.TypedFit.Save\"/> wrote: see <see cref=\"global::GlmmDsl.MixedModelFit.Load\"/>.");
        writer.Line("/// <param name=\"stream\">The file.</param>");
        writer.Line("/// <exception cref=\"global::System.IO.InvalidDataException\">No fit, a damaged one, one of another model, or one that was made in another way.</exception>");
        writer.Line($"public static {type} Load(global::System.IO.Stream stream) => {body};");
    }

    private static void Keyed(ModelContext model, FitShape fit, SourceWriter writer)
    {
        string type = fit.Type, likelihood = fit.Likelihood, key = fit.Key!.TypeName;
        writer.Gap().Summary(fit.TypeSummary);
        writer.Line(ModelScope.GeneratedCode);
        writer.Line(JsonConverter);
        writer.Open($"public sealed class {type} : {model.Names.Fit}, global::GlmmDsl.I{likelihood}Fit<{key}>");
        writer.Open($"internal {type}(global::GlmmDsl.MixedModelFit result) : base(result)").Close();
        foreach ((string kind, string words) in new[] { ("LogLikelihood", "The maximised log-likelihood"), ("Aic", "Akaike's criterion"), ("Bic", "Schwarz's criterion") })
        {
            writer.Gap().Summary($"{words}{(likelihood == "Reml" ? ", of the restricted likelihood" : "")}.");
            if (model.Declaration.IsGeneralized && kind != "LogLikelihood")
            {
                writer.Line("/// <exception cref=\"global::System.InvalidOperationException\">The fit has a prior on the coefficients, so its likelihood is not at a maximum.</exception>");
            }

            writer.Line($"public global::GlmmDsl.{likelihood}Criterion<global::GlmmDsl.{kind}, {key}> {kind} => new(Result.{kind});");
        }

        Load(type, writer, $"new({model.Names.Definition}.Load(stream, {fit.Made}))");
        Refit(model, type, writer);
        IntervalsEmitter.Power(type, writer, "Result.Power(global::GlmmDsl.Inference.PowerTest.Of(test, fit => pValue(new " + type + "(fit))), replicates, seed, studies, level, threads, progress, cancellationToken)");
        TestsEmitter.Methods(model.Names, TestMethod.Of(fit.Way), writer);
        if (fit.Way == FitWay.Reml)
        {
            IntervalsEmitter.RefitMl(model.Names.Fits[1].Type, writer);
        }

        foreach (string kind in new[] { "LogLikelihood", "Aic", "Bic" })
        {
            writer.Gap().Line($"global::GlmmDsl.Criterion global::GlmmDsl.IModelFit.{kind} => Result.{kind};");
        }

        writer.Close();
    }
}
