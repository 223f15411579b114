using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Edits;

/// <summary>
/// Carries code fixes from rule to fixer in the diagnostic's properties: the rule knows the formula, the fixer only the source. Places are
/// counted from the diagnostic's own, so that edits elsewhere in the file do not move them.
/// </summary>
internal static class FormulaFixProperties
{
    private const string Prefix = "FormulaFix";
    private const char Separator = '\n';

    // In some notation of C# literals each of these is written otherwise than it reads.
    private static readonly char[] NeedEscapes = ['"', '\\', '{', '}', '\r', '\n'];

    /// <summary>A diagnostic at a place of the formula with the fixes that can be written there.</summary>
    /// <param name="model">The model.</param>
    /// <param name="descriptor">The rule.</param>
    /// <param name="place">The place in the formula.</param>
    /// <param name="fixes">What could be done; null where there is nothing.</param>
    /// <param name="arguments">What the rule's message names.</param>
    public static Diagnostic Report(ModelDeclaration model, DiagnosticDescriptor descriptor, TextSpan place, IEnumerable<FormulaFix?> fixes, params object[] arguments)
    {
        Location location = model.Place(place);
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        foreach (FormulaFix? fix in fixes)
        {
            if (fix is not null && Encode(model, fix, location.SourceSpan.Start) is { } encoded)
            {
                properties = properties.Add(Prefix + properties.Count.ToString(CultureInfo.InvariantCulture), encoded);
            }
        }

        return Diagnostic.Create(descriptor, location, properties, arguments);
    }

    /// <summary>Reads the fixes back: titles with changes of the source.</summary>
    public static IEnumerable<(string Title, ImmutableArray<Microsoft.CodeAnalysis.Text.TextChange> Changes)> Read(Diagnostic diagnostic)
    {
        for (int i = 0; diagnostic.Properties.TryGetValue(Prefix + i.ToString(CultureInfo.InvariantCulture), out string? encoded) && encoded is not null; i++)
        {
            string[] parts = encoded.Split(Separator);
            var changes = ImmutableArray.CreateBuilder<Microsoft.CodeAnalysis.Text.TextChange>();
            for (int part = 1; part + 2 < parts.Length; part += 3)
            {
                int start = int.Parse(parts[part], CultureInfo.InvariantCulture) + diagnostic.Location.SourceSpan.Start;
                int length = int.Parse(parts[part + 1], CultureInfo.InvariantCulture);
                changes.Add(new Microsoft.CodeAnalysis.Text.TextChange(new Microsoft.CodeAnalysis.Text.TextSpan(start, length), parts[part + 2]));
            }

            yield return (parts[0], changes.ToImmutable());
        }
    }

    private static string? Encode(ModelDeclaration model, FormulaFix fix, int origin)
    {
        var encoded = new StringBuilder(fix.Title);
        foreach (FormulaEdit edit in fix.Edits)
        {
            if (model.Formula is not { } formula || !formula.IsExact(edit.Span) || edit.Text.IndexOfAny(NeedEscapes) >= 0)
            {
                return null;
            }

            Microsoft.CodeAnalysis.Text.TextSpan source = formula.Map(edit.Span).SourceSpan;
            encoded.Append(Separator).Append((source.Start - origin).ToString(CultureInfo.InvariantCulture))
                .Append(Separator).Append(source.Length.ToString(CultureInfo.InvariantCulture))
                .Append(Separator).Append(edit.Text);
        }

        return encoded.ToString();
    }
}
