using GlmmDsl.Generators.Configuration;

namespace GlmmDsl.Generators.Emit;

/// <summary>Writes the fit methods and the fits.</summary>
internal static class FitEmitter
{
    private const string Token = "global::System.Threading.CancellationToken";
    private const string Options = "global::GlmmDsl.NoticePolicy? notices = null, global::System.IProgress<global::GlmmDsl.FitProgress>? progress = null, " + Token + " cancellationToken = default";
    private const string Priority = "[global::System.Runtime.CompilerServices.OverloadResolutionPriority(1)]";

    public static string Emit(ModelContext model) =>
        ModelScope.Write(model.Declaration, Array.Empty<string>(), writer =>
        {
            Methods(model, model.Names.FitReml, model.Names.FitRemlAsync, model.Names.RemlFit, "Reml", "restricted maximum likelihood", writer);
            Methods(model, model.Names.FitMl, model.Names.FitMlAsync, model.Names.MlFit, "Ml", "maximum likelihood", writer);
            Base(model, writer);
            Keyed(model, model.Names.RemlFit, "A REML fit. Its criteria compare with those of REML fits of the same fixed effects.", "Reml", model.Specification.FixedDesignKey!, writer);
            Keyed(model, model.Names.MlFit, "An ML fit. Its criteria compare with those of all ML fits of the same response.", "Ml", model.Specification.ResponseKey!, writer);
        });

    private static void Methods(ModelContext model, string name, string asyncName, string fit, string method, string words, SourceWriter writer)
    {
        string row = model.Row.TypeName;
        foreach ((string rows, string priority) in new[] { ($"global::System.ReadOnlySpan<{row}>", Priority), ($"global::System.Collections.Generic.IEnumerable<{row}>", "") })
        {
            Documentation(writer, $"Fits the model by {words}.");
            writer.Line(ModelScope.GeneratedCode);
            if (priority.Length > 0)
            {
                writer.Line(priority);
            }

            writer.Line($"public static {fit} {name}({rows} rows, {Options}) =>");
            writer.Line($"    new({model.Names.Definition}.Fit(new {model.Names.Columns}().Read(rows, cancellationToken), global::GlmmDsl.FitMethod.{method}, notices, progress, cancellationToken));");
        }

        Documentation(writer, $"Fits the model by {words} to rows as they come.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Line($"public static async global::System.Threading.Tasks.Task<{fit}> {asyncName}(global::System.Collections.Generic.IAsyncEnumerable<{row}> rows, {Options}) =>");
        writer.Line($"    new({model.Names.Definition}.Fit(await new {model.Names.Columns}().ReadAsync(rows, cancellationToken).ConfigureAwait(false), global::GlmmDsl.FitMethod.{method}, notices, progress, cancellationToken));");
    }

    private static void Documentation(SourceWriter writer, string summary) =>
        writer.Gap().Summary(summary)
            .Line("/// <param name=\"rows\">The rows.</param>")
            .Line("/// <param name=\"notices\">Which notices are reported, ignored or thrown; all are reported by default.</param>")
            .Line("/// <param name=\"progress\">Told how far the fit has come.</param>")
            .Line("/// <param name=\"cancellationToken\">Cancels the fit.</param>")
            .Line("/// <exception cref=\"global::GlmmDsl.ModelDataException\">Rows that no model can be fitted to; the message names column and row.</exception>");

    private static void Base(ModelContext model, SourceWriter writer)
    {
        ModelNames names = model.Names;
        writer.Gap().Summary($"A fit of <c>{Literals.Xml(model.Specification.Formula)}</c>, by REML or ML.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public abstract class {names.Fit} : global::GlmmDsl.Modeling.TypedFit");
        writer.Open($"private protected {names.Fit}(global::GlmmDsl.MixedModelFit result) : base(result)").Close();
        writer.Gap().Summary("The fixed-effects coefficients.");
        writer.Line($"public {names.Coefficients} Coefficients => new(Result);");
        writer.Gap().Summary("The variance components.");
        writer.Line($"public {names.Variances} VarianceComponents => new(Result);");
        writer.Gap().Summary("The random effects' conditional modes.");
        writer.Line($"public {names.Modes} RandomEffects => new(Result);");
        Predict(model.Row.TypeName, names.Columns, "The response is not read for it", writer);
        if (model.Columns.Any(u => u.IsPredictor))
        {
            Predict(names.Predictors, names.PredictorColumns, "A row here is one without the response", writer);
        }

        writer.Close();
    }

    private static void Predict(string row, string reader, string remark, SourceWriter writer)
    {
        const string policy = "global::GlmmDsl.NewLevels newLevels = global::GlmmDsl.NewLevels.Throw";
        Documentation("The prediction for one row.", "row", "The row.");
        writer.Line($"public double Predict({row} row, {policy}) => Predict(new global::System.ReadOnlySpan<{row}>(in row), newLevels)[0];");
        Documentation("The predictions for rows, in their order.", "rows", "The rows.");
        writer.Line(Priority);
        writer.Line($"public double[] Predict(global::System.ReadOnlySpan<{row}> rows, {policy}) => Predict(new {reader}().Read(rows, default), newLevels);");
        Documentation("The predictions for rows, in their order.", "rows", "The rows.");
        writer.Line($"public double[] Predict(global::System.Collections.Generic.IEnumerable<{row}> rows, {policy}) => Predict(new {reader}().Read(rows, default), newLevels);");

        void Documentation(string summary, string parameter, string meaning) =>
            writer.Gap().Summary($"{summary} {remark}.")
                .Line($"/// <param name=\"{parameter}\">{meaning}</param>")
                .Line("/// <param name=\"newLevels\">What becomes of a level that was not in the data: an error, or the population's mean.</param>");
    }

    private static void Keyed(ModelContext model, string type, string summary, string method, KeyType key, SourceWriter writer)
    {
        writer.Gap().Summary(summary);
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {type} : {model.Names.Fit}, global::GlmmDsl.I{method}Fit<{key.TypeName}>");
        writer.Open($"internal {type}(global::GlmmDsl.MixedModelFit result) : base(result)").Close();
        foreach ((string kind, string words) in new[] { ("LogLikelihood", "The maximised log-likelihood"), ("Aic", "Akaike's criterion"), ("Bic", "Schwarz's criterion") })
        {
            writer.Gap().Summary($"{words}{(method == "Reml" ? ", of the restricted likelihood" : "")}.");
            writer.Line($"public global::GlmmDsl.{method}Criterion<global::GlmmDsl.{kind}, {key.TypeName}> {kind} => new(Result.{kind});");
        }

        foreach (string kind in new[] { "LogLikelihood", "Aic", "Bic" })
        {
            writer.Gap().Line($"global::GlmmDsl.Criterion global::GlmmDsl.IModelFit.{kind} => Result.{kind};");
        }

        writer.Close();
    }
}
