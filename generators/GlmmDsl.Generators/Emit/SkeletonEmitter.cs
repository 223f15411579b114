using System.Collections.Immutable;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Configuration;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Emit;

/// <summary>
/// Writes the stand-in for a model whose formula is wrong, so that one mistake gives one diagnostic, from the analyzers, and uses of the
/// model add no others: the same types, methods and interfaces and, where members depend on the formula, those that the program uses.
/// </summary>
internal static class SkeletonEmitter
{
    private static readonly string[] Criteria = ["LogLikelihood", "Aic", "Bic"];

    public static string Emit(ModelSpecification specification, EquatableArray<UsedMember> used)
    {
        ModelDeclaration declaration = specification.Declaration;
        var names = new ModelNames(declaration);
        return ModelScope.Write(declaration, new[] { "// " + Literals.Comment("The model cannot be generated: " + specification.Problem) }, writer =>
        {
            if (!declaration.HasOwnConstructor)
            {
                writer.Line($"private {declaration.Name.Name}()").Line("{").Line("}");
            }

            writer.Gap().Summary("The model's formula, which is wrong.");
            writer.Line($"public const string {names.FormulaText} = {Literals.Text(specification.Formula)};");
            ImmutableArray<FitShape> fits = FitShape.Of(specification, names);
            foreach (FitShape fit in fits)
            {
                Methods(writer, fit, takesNodes: false, names, declaration);
                if (fit.TakesNodes)
                {
                    Methods(writer, fit, takesNodes: true, names, declaration);
                }
            }

            ModelMethodsEmitter.StandIns(names, fits[0], declaration.Row.Columns.Items.Select(c => c.Name), RowOverloads.Of(declaration.Row.TypeName, declaration.HasOverloadPriority), writer);
            Base(writer, names, declaration);
            foreach (FitShape fit in fits)
            {
                Keyed(writer, names, fit);
            }

            new StandInViews(names, declaration, used).Write(writer);
            Predictors(writer, names.Predictors, declaration.Row);
            Predictors(writer, names.PopulationPredictors, declaration.Row);
            writer.Gap().Line($"private static global::System.Exception {names.Definition}() => new global::System.InvalidOperationException({Literals.Text(specification.Problem)});");
        });
    }

    private static void Methods(SourceWriter writer, FitShape fit, bool takesNodes, ModelNames names, ModelDeclaration declaration)
    {
        string row = declaration.Row.TypeName;
        string parameters = FitEmitter.Parameters(fit, takesNodes);
        bool isFirst = fit.TakesNodes && !takesNodes;
        foreach (RowOverload rows in RowOverloads.Of(row, declaration.HasOverloadPriority, isFirst))
        {
            Method(writer, fit.Type, fit.Method, $"{rows.Type} rows, {parameters}", rows.Attribute, names);
        }

        Method(
            writer,
            $"global::System.Threading.Tasks.Task<{fit.Type}>",
            fit.AsyncMethod,
            $"global::System.Collections.Generic.IAsyncEnumerable<{row}> rows, {parameters}",
            RowOverloads.OfStream(declaration.HasOverloadPriority, isFirst),
            names);
    }

    private static void Method(SourceWriter writer, string result, string name, string parameters, string attribute, ModelNames names)
    {
        writer.Gap().Summary("Throws: the model's formula is wrong.");
        writer.Line(ModelScope.GeneratedCode);
        if (attribute.Length > 0)
        {
            writer.Line(attribute);
        }

        writer.Line($"public static {result} {name}({parameters}) => throw {names.Definition}();");
    }

    private static void Base(SourceWriter writer, ModelNames names, ModelDeclaration declaration)
    {
        writer.Gap().Summary("Stands in for a fit: the model's formula is wrong.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public abstract class {names.Fit} : global::GlmmDsl.Modeling.TypedFit");
        writer.Open($"private protected {names.Fit}() : base(null!)").Close();
        foreach ((string property, string type) in new[] { ("Coefficients", names.OwnCoefficients), ("VarianceComponents", names.Variances), ("RandomEffects", names.Modes) })
        {
            writer.Gap().Summary("Stands in for a result: the model's formula is wrong.");
            writer.Line($"public {type} {property} => throw {names.Definition}();");
        }

        foreach ((string? formula, string property, string type) in new[] { (declaration.ZeroInflation, "ZeroInflation", names.ZeroInflation), (declaration.ReportedDispersion, "Dispersion", names.Dispersion) })
        {
            if (formula is not null)
            {
                ComponentsEmitter.StandIns(names, property, type, writer);
            }
        }

        if (declaration.IsGeneralized)
        {
            writer.Gap().Summary("Stands in for a result: the model's formula is wrong.");
            writer.Line($"public {names.OwnCoefficients} PopulationAverageCoefficients(global::System.Threading.CancellationToken cancellationToken = default) => throw {names.Definition}();");
        }

        TestsEmitter.Methods(names, TestMethod.Of(declaration), writer, $"throw {names.Definition}()");
        IntervalsEmitter.Methods(names, hasRandomTerms: true, writer, $"throw {names.Definition}()");
        AveragesEmitter.Methods(names, hasSlopes: true, hasComparisons: true, writer, $"throw {names.Definition}()");
        if (FamilyFacts.IsOfCategories(declaration.Family))
        {
            writer.Gap().Summary("Stands in for a result: the model's formula is wrong.");
            writer.Line($"public dynamic Thresholds => throw {names.Definition}();");
        }

        foreach (PredictionShape prediction in PredictionShape.Of(declaration).Concat(OrdinalEmitter.StandIns(declaration)))
        {
            foreach (string row in new[] { declaration.Row.TypeName, names.Predictors }.Concat(prediction.IsOfPopulation ? new[] { names.PopulationPredictors } : Array.Empty<string>()))
            {
                PredictionEmitter.StandIns(prediction, row, declaration.HasOverloadPriority, $"throw {names.Definition}()", writer);
            }
        }

        writer.Close();
    }

    /// <summary>Writes a fit's type. Without a key its criteria can be compared with anything, and its own type takes the place of the key in the interface.</summary>
    private static void Keyed(SourceWriter writer, ModelNames names, FitShape fit)
    {
        (string type, string method, KeyType? key) = (fit.Type, fit.Likelihood, fit.Key);
        string fitOf = $"global::GlmmDsl.I{method}Fit<{key?.TypeName ?? type}>";
        writer.Gap().Summary("Stands in for a fit: the model's formula is wrong.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {type} : {names.Fit}, {fitOf}");
        writer.Open($"private {type}()").Close();
        writer.Gap().Summary("Stands in for a fit: the model's formula is wrong.");
        writer.Line($"public {type} Refit(global::System.ReadOnlySpan<double> response, global::System.Threading.CancellationToken cancellationToken = default) => throw {names.Definition}();");
        IntervalsEmitter.Power(type, writer, $"throw {names.Definition}()");
        FitEmitter.Load(type, writer, $"throw {names.Definition}()");
        TestsEmitter.Methods(names, TestMethod.Of(fit.Way), writer, $"throw {names.Definition}()");
        if (fit.Way == FitWay.Reml)
        {
            IntervalsEmitter.RefitMl(names.Fits[1].Type, writer, $"throw {names.Definition}()");
        }

        foreach (string kind in Criteria)
        {
            string criterion = $"global::GlmmDsl.{method}Criterion<global::GlmmDsl.{kind}, {key?.TypeName ?? type}>";
            writer.Gap().Summary("Stands in for a criterion: the model's formula is wrong.");
            writer.Line($"public {(key is null ? "dynamic" : criterion)} {kind} => throw {names.Definition}();");
            if (key is null)
            {
                writer.Gap().Line($"{criterion} {fitOf}.{kind} => throw {names.Definition}();");
            }

            writer.Gap().Line($"global::GlmmDsl.Criterion global::GlmmDsl.IModelFit.{kind} => throw {names.Definition}();");
        }

        writer.Close();
    }

    /// <summary>Writes a record of predictors. Only a correct formula says which columns are predictors: here any column of the row may be one.</summary>
    private static void Predictors(SourceWriter writer, string record, RowModel row)
    {
        IReadOnlyList<string> properties = ModelNames.OfPredictors(row.Columns.Items, record);
        writer.Gap().Summary("Stands in for the predictors of a row: the model's formula is wrong.");
        foreach (string property in properties)
        {
            writer.Line($"/// <param name=\"{property.TrimStart('@')}\">A column of the row type.</param>");
        }

        writer.Line(ModelScope.GeneratedCode);
        writer.Line($"public sealed record {record}({string.Join(", ", properties.Select(p => $"dynamic? {p} = null"))});");
    }
}
