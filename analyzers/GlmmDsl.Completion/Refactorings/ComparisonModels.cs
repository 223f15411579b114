using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ExpressionSyntax = GlmmDsl.Formulas.ExpressionSyntax;

namespace GlmmDsl.Completion.Refactorings;

/// <summary>Makes models to compare a model with by a likelihood-ratio test: the same random effects, and no fixed effects or all but one term.</summary>
internal static class ComparisonModels
{
    /// <summary>The refactorings of a model's formula.</summary>
    public static IEnumerable<SourceFix> Of(FormulaSite site)
    {
        FormulaContext formula = site.Formula;
        if (formula.Syntax.Response is not { } response
            || site.Expression.Parent is not AttributeArgumentSyntax { NameEquals: null }
            || site.Expression.FirstAncestorOrSelf<AttributeSyntax>() is not { Parent.Parent: ClassDeclarationSyntax declaration } attribute
            || formula.Terms.Fixed.IsEmpty)
        {
            yield break;
        }

        string kept = string.Concat(FormulaContext.Summands(formula.Syntax.Right).Where(IsKept).Select(term => " + " + formula.TextOf(term)));
        string nothing = formula.TextOf(response) + (formula.Terms.HasIntercept || kept.Length == 0 ? " ~ 1" : " ~ 0") + kept;
        if (FormulaReading.Of(nothing) is { Terms: not null, Errors.IsEmpty: true })
        {
            yield return Add(site, declaration, attribute, "Make a null model to compare with", "Null", nothing);
        }

        foreach ((string name, string without) in Without(formula))
        {
            yield return Add(site, declaration, attribute, $"Make a model without {name} to compare with", "Without" + Identifiers.Of(name).TrimStart('@'), without);
        }
    }

    /// <summary>For the term at the caret, the formula without it and without the interactions it is in.</summary>
    private static IEnumerable<(string Name, string Formula)> Without(FormulaContext formula)
    {
        IReadOnlyList<ExpressionSyntax> summands = FormulaContext.Summands(formula.Syntax.Right);
        ExpressionSyntax? chosen = summands.FirstOrDefault(term => formula.Touches(term.Span) && !IsKept(term));
        if (chosen is null || formula.Terms.Fixed.Length < 2 || formula.Syntax.Right.DescendantsAndSelf().OfType<BinarySyntax>().Any(node => node.Operator == BinaryOperator.Subtract && ReferenceEquals(node, formula.Syntax.Right)))
        {
            yield break;
        }

        // The name at the caret where the term is a product; the term itself otherwise.
        string name = FormulaWalk.Names(chosen).FirstOrDefault(part => formula.Touches(part.Span)) is { } at && chosen is BinarySyntax { Operator: BinaryOperator.Multiply } ? at.ToString() : chosen.ToString();
        Term[] left = [.. formula.Terms.Fixed.Where(term => term.Name != name && !term.Variables.Any(variable => variable.Label == name))];
        if (left.Length == formula.Terms.Fixed.Length || left.Length == 0)
        {
            yield break;
        }

        string intercept = formula.Terms.HasIntercept ? "" : "0 + ";
        string text = formula.TextOf(formula.Syntax.Response!) + " ~ " + intercept + string.Join(" + ", left.Select(term => term.Name))
            + string.Concat(summands.Where(IsKept).Select(term => " + " + formula.TextOf(term)));
        if (FormulaReading.Of(text) is { Terms: not null, Errors.IsEmpty: true })
        {
            yield return (name, text);
        }
    }

    /// <summary>Whether a term is part of every model that is compared: random effects and offsets.</summary>
    private static bool IsKept(ExpressionSyntax term) =>
        FormulaWalk.Bars(term).Any() || term is CallSyntax { Function.Name: "offset" };

    private static SourceFix Add(FormulaSite site, ClassDeclarationSyntax declaration, AttributeSyntax attribute, string title, string suffix, string formula)
    {
        string name = FreeName(declaration.Identifier.ValueText + suffix, site.Model, declaration.SpanStart);
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = attribute.ArgumentList!.Arguments;

        // Codings name columns that the smaller model does not have.
        string others = string.Concat(arguments.Where(argument => argument.Expression != site.Expression && argument.NameEquals?.Name.Identifier.ValueText != "Contrasts").Select(argument => ", " + argument));
        string newLine = site.Root.SyntaxTree.GetText().Lines[0] is { } first && first.EndIncludingLineBreak - first.End == 2 ? "\r\n" : "\n";
        string indentation = Indentation(declaration);
        string modifiers = string.Join(" ", declaration.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.FileKeyword)).Select(modifier => modifier.Text));
        string text = newLine + newLine
            + indentation + "[" + attribute.Name + "(" + SymbolDisplay.FormatLiteral(formula, quote: true) + others + ")]" + newLine
            + indentation + modifiers + " class " + name + (declaration.SemicolonToken.RawKind != 0 && declaration.OpenBraceToken.RawKind == 0 ? ";" : " { }");
        return new SourceFix(title, new TextChange(new Microsoft.CodeAnalysis.Text.TextSpan(declaration.Span.End, 0), text)) { Kind = title };
    }

    /// <summary>A name that nothing in scope has.</summary>
    public static string FreeName(string name, SemanticModel model, int position)
    {
        string free = name;
        for (int number = 2; !model.LookupSymbols(position, name: free).IsEmpty; number++)
        {
            free = name + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return free;
    }

    private static string Indentation(SyntaxNode node)
    {
        SourceText text = node.SyntaxTree.GetText();
        TextLine line = text.Lines.GetLineFromPosition(node.SpanStart);
        int end = line.Start;
        while (end < node.SpanStart && text[end] is ' ' or '\t')
        {
            end++;
        }

        return text.ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(line.Start, end));
    }
}
