using GlmmDsl.Generators.Configuration;

namespace GlmmDsl.Generators.Emit;

/// <summary>
/// Writes what stands in for a model whose formula is wrong. Everything is <c>dynamic</c>, so that the one mistake gives the analyzers' one
/// diagnostic and the model's uses add none.
/// </summary>
internal static class SkeletonEmitter
{
    private const string Rest = "global::GlmmDsl.NoticePolicy? notices = null, global::System.IProgress<global::GlmmDsl.FitProgress>? progress = null, global::System.Threading.CancellationToken cancellationToken = default";

    public static string Emit(ModelSpecification specification)
    {
        ModelDeclaration declaration = specification.Declaration;
        var names = new ModelNames(declaration);
        return ModelScope.Write(declaration, new[] { "The model cannot be generated: " + specification.Problem }, writer =>
        {
            if (!declaration.HasOwnConstructor)
            {
                writer.Line($"private {declaration.Name.Name}()").Line("{").Line("}");
            }

            writer.Gap().Summary("The model's formula, which is wrong.");
            writer.Line($"public const string {names.FormulaText} = {Literals.Text(specification.Formula)};");
            foreach ((string name, string asyncName) in new[] { (names.FitReml, names.FitRemlAsync), (names.FitMl, names.FitMlAsync) })
            {
                string row = declaration.Row.TypeName;
                Method(writer, "dynamic", name, $"global::System.ReadOnlySpan<{row}>", isPreferred: true, names);
                Method(writer, "dynamic", name, $"global::System.Collections.Generic.IEnumerable<{row}>", isPreferred: false, names);
                Method(writer, "global::System.Threading.Tasks.Task<dynamic>", asyncName, $"global::System.Collections.Generic.IAsyncEnumerable<{row}>", isPreferred: false, names);
            }

            foreach (string type in new[] { names.Fit, names.RemlFit, names.MlFit })
            {
                Type(writer, type, type == names.Fit ? null : names.Fit);
            }

            writer.Gap().Line($"private static global::System.Exception {names.Definition}() => new global::System.InvalidOperationException({Literals.Text(specification.Problem)});");
        });
    }

    private static void Method(SourceWriter writer, string result, string name, string rows, bool isPreferred, ModelNames names)
    {
        writer.Gap().Summary("Throws: the model's formula is wrong.");
        writer.Line(ModelScope.GeneratedCode);
        if (isPreferred)
        {
            writer.Line("[global::System.Runtime.CompilerServices.OverloadResolutionPriority(1)]");
        }

        writer.Line($"public static {result} {name}({rows} rows, {Rest}) => throw {names.Definition}();");
    }

    private static void Type(SourceWriter writer, string name, string? baseName)
    {
        writer.Gap().Summary("Stands in for a fit: the model's formula is wrong.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open(baseName is null ? $"public abstract class {name}" : $"public sealed class {name} : {baseName}");
        writer.Open($"{(baseName is null ? "private protected" : "private")} {name}()").Close();
        if (baseName is null)
        {
            foreach (string property in new[] { "Result", "Coefficients", "VarianceComponents", "RandomEffects", "Covariance", "Notices", "Verdict", "LogLikelihood", "Aic", "Bic" })
            {
                writer.Gap().Summary("Stands in for a result: the model's formula is wrong.");
                writer.Line($"public dynamic {property} => this;");
            }

            writer.Gap().Summary("Stands in for a prediction: the model's formula is wrong.");
            writer.Line("public dynamic Predict(params object?[] rows) => this;");
            writer.Gap().Summary("Stands in for the result as JSON: the model's formula is wrong.");
            writer.Line("public string ToJson() => \"\";");
        }

        writer.Close();
    }
}
