using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl.Generators.Emit;

/// <summary>
/// Writes the typed names of the fixed effects: one view of coefficients and one of terms, generic in what they hold, so that a new kind of result costs no
/// generated code.
/// </summary>
internal static class CoefficientsEmitter
{
    /// <summary>The members of a view of named results.</summary>
    private static readonly string[] Inherited = ["Count", "TryGet", "Find", "GetEnumerator"];

    public static string Emit(ModelContext model) =>
        ModelScope.Write(model.Declaration, Array.Empty<string>(), writer =>
        {
            string formula = $"<c>{Literals.Xml(model.Specification.Formula)}</c>";
            View(writer, model.Names.Coefficients, $"The fixed-effects coefficients of {formula}, or results for them, by name, by R's name and in order.", model.Fixed, CoefficientMeanings.Of(model.Plan, model.Declaration.IsGeneralized));

            List<PlanTerm> terms = model.Plan.Fixed.Where(t => !t.IsIntercept).ToList();
            writer.Gap();
            Open(writer, model.Names.Terms, $"Results for the terms of the fixed effects of {formula}, by name, by R's name and in order.", "a term");
            IReadOnlyList<string> properties = ModelNames.Properties(terms.Select(t => t.Name).ToList(), model.Names.Terms, [.. Inherited, "T"]);
            for (int i = 0; i < terms.Count; i++)
            {
                writer.Gap().Summary($"The result for <c>{Literals.Xml(terms[i].Name)}</c>.");
                writer.Line($"public T {properties[i]} => Find({Literals.Text(terms[i].Name)});");
            }

            writer.Close();
            TestsEmitter.Write(model, writer);
            IntervalsEmitter.Write(model, writer);
        });

    /// <summary>Writes a view of results for columns.</summary>
    /// <param name="writer">The writer to write to.</param>
    /// <param name="type">The view, without its type parameter.</param>
    /// <param name="summary">What it is.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="meanings">What each of them means.</param>
    public static void View(SourceWriter writer, string type, string summary, ImmutableArray<ColumnShape> columns, IReadOnlyList<string> meanings)
    {
        Open(writer, type, summary, "a coefficient");
        IReadOnlyList<string> properties = ModelNames.Properties(columns.Select(c => c.Name).ToList(), type, [.. Inherited, "T"]);
        ViewWriter.Properties(writer, columns, properties, "T", "The coefficient of", meanings);
        writer.Close();
    }

    private static void Open(SourceWriter writer, string type, string summary, string what)
    {
        writer.Summary(summary).Line($"/// <typeparam name=\"T\">A result for {what}.</typeparam>");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {type}<T> : global::GlmmDsl.Modeling.NamedResultsView<T>");
        writer.Open($"internal {type}(global::GlmmDsl.Inference.INamedResults<T> results) : base(results)").Close();
    }
}
