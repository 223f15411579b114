using Microsoft.CodeAnalysis.CSharp;

namespace GlmmDsl.Generators.Tests.Reference;

/// <summary>Writes a reference case as a user would: a row type and a model class.</summary>
internal static class ReferenceSource
{
    public static string Of(TypedReferenceCase reference)
    {
        string members = string.Join(", ", reference.Columns.Select(Member));
        string arguments = string.Join(", ", reference.Columns.Select((c, i) => Value(c, $"f[{i}]")));
        FitOptions how = reference.Method.Options;
        bool isGeneralized = reference.Method.IsGeneralized;
        string attribute = isGeneralized ? "GeneralizedLinearMixedModel" : "LinearMixedModel";
        string options = (isGeneralized ? $", Family.{how.Family}, Link = Link.{how.Link}" : "")
            + ", Missing = MissingValues.Omit"
            + (reference.Weights is { } weights ? $", {(isGeneralized ? "Trials" : "Weights")} = \"{weights}\"" : "")
            + (reference.Contrasts.IsEmpty ? "" : $", Contrasts = \"{string.Join(", ", reference.Contrasts.Select(c => $"{c.Key}={Word(c.Value)}"))}\"");
        return $$"""
            namespace {{reference.Namespace}}
            {
                public sealed record Row({{members}});

                [{{attribute}}<Row>({{Literal(reference.Formula)}}{{options}})]
                public sealed partial class Model;

                public static class Runner
                {
                    public static object Fit(string[][] rows) => Model.{{reference.Method.On($"rows.Select(f => new Row({arguments})).ToArray()")}};

                    private static double? Number(string s) => s.Length == 0 ? null : double.Parse(s, System.Globalization.CultureInfo.InvariantCulture);

                    private static long? Whole(string s) => s.Length == 0 ? null : long.Parse(s, System.Globalization.CultureInfo.InvariantCulture);

                    private static string? Text(string s) => s.Length == 0 ? null : s;
                }
            }
            """;
    }

    private static string Member(ReferenceColumn column)
    {
        string identifier = column.Name.Replace('.', '_');
        string attributes = identifier == column.Name ? "" : $"[Column({Literal(column.Name)})] ";
        if (column.HasDeclaredLevels)
        {
            attributes += $"[{(column.IsOrdered ? "Ordered" : "Factor")}({string.Join(", ", column.Levels.Select(Literal))})] ";
        }
        else if (column.Type == "factor")
        {
            attributes += "[Factor] ";
        }

        string type = column.Type switch { "factor" => "string?", "integer" => "long?", _ => "double?" };
        return $"{attributes}{type} {identifier}";
    }

    private static string Value(ReferenceColumn column, string field) =>
        column.Type switch { "factor" => $"Text({field})", "integer" => $"Whole({field})", _ => $"Number({field})" };

    private static string Word(Coding coding) => coding == Coding.Polynomial ? "poly" : coding.ToString().ToLowerInvariant();

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
