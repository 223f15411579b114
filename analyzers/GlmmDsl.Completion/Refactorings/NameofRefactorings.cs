using System.Text;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Completion.Places;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Completion.Refactorings;

/// <summary><c>"Score ~ Week"</c> to <c>$"{nameof(Visit.Score)} ~ {nameof(Visit.Week)}"</c>, so that renaming a column renames it in the formula, and back.</summary>
internal static class NameofRefactorings
{
    /// <summary>The refactoring of a model's formula.</summary>
    public static IEnumerable<SourceFix> Of(FormulaSite site, CancellationToken cancellationToken)
    {
        if (site.Expression is InterpolatedStringExpressionSyntax interpolated)
        {
            bool isOfNames = interpolated.Contents.OfType<InterpolationSyntax>().Any(hole => hole.Expression is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } });
            return isOfNames ? [Replace(site, "Write the names of columns as text", SymbolDisplay.FormatLiteral(site.Formula.Text, quote: true))] : [];
        }

        // A literal of several lines, or one put together of parts, keeps its layout.
        return site.Expression is LiteralExpressionSyntax { Token: var token } && !token.Text.Contains('\n')
            && site.Expression.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute
            && site.Model.GetTypeInfo(attribute, cancellationToken).Type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments }
            && Interpolated(site.Formula, arguments[0], site.Model, site.Expression.SpanStart) is { } text
            ? [Replace(site, "Write the names of columns with nameof", text)]
            : [];
    }

    private static SourceFix Replace(FormulaSite site, string title, string text) => new(title, new TextChange(site.Expression.Span, text)) { Kind = title };

    private static string? Interpolated(FormulaContext formula, ITypeSymbol rowType, SemanticModel model, int position)
    {
        string row = rowType.ToMinimalDisplayString(model, position);
        var written = new StringBuilder("$\"");
        int done = 0;
        bool hasHole = false;
        foreach (GlmmDsl.Formulas.NameSyntax name in FormulaWalk.Names(formula.Syntax).Where(name => !name.IsQuoted && IsMember(name.Name, rowType, formula.Known)).OrderBy(name => name.Span.Start))
        {
            written.Append(Escaped(formula.Text.Substring(done, name.Span.Start - done)));
            written.Append("{nameof(").Append(row).Append('.').Append(Generators.Symbols.RowColumnReader.Escaped(name.Name)).Append(")}");
            done = name.Span.End;
            hasHole = true;
        }

        return hasHole ? written.Append(Escaped(formula.Text.Substring(done))).Append('"').ToString() : null;
    }

    /// <summary>Whether a name is a member's own: one that [Column] renames has another.</summary>
    private static bool IsMember(string name, ITypeSymbol rowType, KnownColumns? known)
    {
        if (known?.Find(name) is null)
        {
            return false;
        }

        for (ITypeSymbol? type = rowType; type is not null; type = type.BaseType)
        {
            if (type.GetMembers(name).Any(member => member is IPropertySymbol or IFieldSymbol))
            {
                return true;
            }
        }

        return false;
    }

    private static string Escaped(string text)
    {
        string literal = SymbolDisplay.FormatLiteral(text, quote: true);
        return literal.Substring(1, literal.Length - 2).Replace("{", "{{").Replace("}", "}}");
    }
}
