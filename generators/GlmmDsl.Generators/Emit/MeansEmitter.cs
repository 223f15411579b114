using System.Collections.Immutable;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Emit;

/// <summary>Writes the views of marginal means and slopes, by the factors of the fixed effects, and the values at which they are taken.</summary>
internal static class MeansEmitter
{
    /// <summary>The base types of the views.</summary>
    public const string Modeling = "global::GlmmDsl.Modeling.";

    /// <summary>The members that views of means have besides those of factors.</summary>
    public static readonly string[] Inherited = ["Overall", "Source", "At", "By"];

    private static readonly string[] InheritedValues = ["Texts", "Text", "Given"];

    public static string Emit(ModelContext model) =>
        ModelScope.Write(model.Declaration, Array.Empty<string>(), writer =>
        {
            Marginals(model, writer);
            if (!model.NumericColumns.IsEmpty)
            {
                Slopes(model, writer);
            }

            ReferenceValues(model, writer);
            AveragesEmitter.Write(model, writer);
        });

    private static void Marginals(ModelContext model, SourceWriter writer)
    {
        ModelNames names = model.Names;
        string values = names.ReferenceValues;
        ImmutableArray<(FactorShape Of, FactorShape By)> pairs = FactorShape.Pairs(model.Factors, model.Plan, model.Row);
        writer.Summary($"Marginal means of <c>{Literals.Xml(model.Specification.Formula)}</c>, or the slopes of one of its columns, by the factors of the fixed effects.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {names.Marginals} : {Modeling}MarginalView<{values}>");
        writer.Open($"internal {names.Marginals}({Modeling}MarginalSource source) : base(source)").Close();
        writer.Gap().Summary("The same estimates at other values of columns.").Line("/// <param name=\"values\">The values; columns without one are as before.</param>");
        writer.Line($"public {names.Marginals} At({values} values) => new(Source.At(values));");
        IReadOnlyList<string> properties = ModelNames.Properties(
            model.Factors.Select(f => f.Column.Name).Concat(pairs.Select(p => p.Of.Column.Name + "By" + p.By.Column.Name)).ToList(), names.Marginals, [.. Inherited, values]);
        for (int i = 0; i < model.Factors.Length; i++)
        {
            FactorShape factor = model.Factors[i];
            writer.Gap().Summary($"By the levels of <c>{Literals.Xml(factor.Column.Name)}</c>.");
            writer.Line($"public {Modeling}MarginalsBy<{factor.KeyType}, {values}> {properties[i]} => By<{factor.KeyType}>({Literals.Text(factor.Column.Name)}, {factor.Text});");
        }

        for (int i = 0; i < pairs.Length; i++)
        {
            (FactorShape of, FactorShape by) = pairs[i];
            writer.Gap().Summary($"By the levels of <c>{Literals.Xml(of.Column.Name)}</c>, within those of <c>{Literals.Xml(by.Column.Name)}</c>.");
            writer.Line($"public {Modeling}MarginalsBy<{of.KeyType}, {by.KeyType}, {values}> {properties[model.Factors.Length + i]} => By<{of.KeyType}, {by.KeyType}>({Literals.Text(of.Column.Name)}, {of.Text}, {Literals.Text(by.Column.Name)}, {by.Text});");
        }

        writer.Close();
    }

    private static void Slopes(ModelContext model, SourceWriter writer)
    {
        ModelNames names = model.Names;
        writer.Gap().Summary($"Mean slopes of <c>{Literals.Xml(model.Specification.Formula)}</c> in its numeric columns.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {names.Slopes} : {Modeling}SlopeView");
        writer.Open($"internal {names.Slopes}(global::GlmmDsl.Inference.FixedEffectsTests tests) : base(tests)").Close();
        IReadOnlyList<string> properties = ModelNames.Properties(model.NumericColumns.Select(c => c.Name).ToList(), names.Slopes, "Of");
        for (int i = 0; i < properties.Count; i++)
        {
            string column = model.NumericColumns[i].Name;
            writer.Gap().Summary($"The slopes in <c>{Literals.Xml(column)}</c>, overall and by the levels of factors.");
            writer.Line($"public {names.Marginals} {properties[i]} => new(Of({Literals.Text(column)}));");
        }

        writer.Close();
    }

    private static void ReferenceValues(ModelContext model, SourceWriter writer)
    {
        string type = model.Names.ReferenceValues;
        List<RowColumn> columns = model.Columns.Where(u => u.IsOfPopulation).Select(u => u.Column).ToList();
        IReadOnlyList<string> properties = ValuesOf(columns, type);
        Header(type, writer, "Values of columns at which marginal means are taken; a column without one has its mean, or all its levels.");
        for (int i = 0; i < columns.Count; i++)
        {
            string value = columns[i] switch
            {
                { Kind: ColumnKind.Numeric, Value: not ValueKind.Date } => "double",
                _ => columns[i].KeyTypeName,
            };
            writer.Gap().Summary($"The value of <c>{Literals.Xml(columns[i].Name)}</c>.");
            writer.Line($"public {value}? {properties[i]} {{ get; init; }}");
        }

        writer.Gap().Line("/// <inheritdoc/>");
        writer.Open("protected override global::System.Collections.Generic.IEnumerable<(string Column, string? Text)> Texts()");
        for (int i = 0; i < columns.Count; i++)
        {
            string text = columns[i] switch
            {
                { Kind: ColumnKind.Numeric, Value: ValueKind.Date } => $"Text({properties[i]} is {{ }} value{i} ? {ColumnReading.NumberOf(columns[i], "value" + i)} : null)",
                { Kind: ColumnKind.Numeric } => $"Text({properties[i]})",
                _ => $"{properties[i]} is {{ }} value{i} ? {LevelKey.TextFunctionOf(columns[i])}(value{i}) : null",
            };
            writer.Line($"yield return ({Literals.Text(columns[i].Name)}, {text});");
        }

        if (columns.Count == 0)
        {
            writer.Line("yield break;");
        }

        writer.Close().Close();
    }

    /// <summary>Opens the type of reference values.</summary>
    public static void Header(string type, SourceWriter writer, string summary)
    {
        writer.Gap().Summary(summary);
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {type} : {Modeling}TypedReferenceValues");
    }

    /// <summary>The properties of reference values.</summary>
    public static IReadOnlyList<string> ValuesOf(IReadOnlyList<RowColumn> columns, string type) =>
        ModelNames.Properties(columns.Select(c => c.Name).ToList(), type, InheritedValues);

    /// <summary>The properties of tests that give means and slopes.</summary>
    /// <param name="names">The model's names.</param>
    /// <param name="hasSlopes">Whether there is a numeric column.</param>
    /// <param name="body">Their bodies; null for what they are.</param>
    public static IEnumerable<(string Summary, string Declaration)> OfTests(ModelNames names, bool hasSlopes, string? body = null)
    {
        yield return (
            "Estimated marginal means by the levels of factors: <c>Means.Arm[Treatment.Drug]</c>. See <see cref=\"global::GlmmDsl.Inference.FixedEffectsTests.Means(string, string?)\"/>.",
            $"public {names.Marginals} Means => {body ?? "new(MeansSource)"};");
        if (hasSlopes)
        {
            yield return (
                "Mean slopes in numeric columns: <c>Slopes.Week.Overall</c>, <c>Slopes.Week.Arm[Treatment.Drug]</c>. See <see cref=\"global::GlmmDsl.Inference.FixedEffectsTests.Slopes\"/>.",
                $"public {names.Slopes} Slopes => {body ?? "new(Result)"};");
        }
    }
}
