using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Fits;
using GlmmDsl.Analyzers.Specifications;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using CodeExpression = Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax;

namespace GlmmDsl.Analyzers.Inference;

/// <summary>
/// GLMM416: the p value under sphericity of a term within subjects, in code that does not look at sphericity. Silent for terms between subjects, and where the term or the
/// formula cannot be seen.
/// </summary>
internal static class SphericityRule
{
    private const string Sphericity = "Sphericity";

    /// <summary>Checks a p value that is read.</summary>
    public static void Check(IPropertyReferenceOperation property, SpecificationReader reader, Action<Diagnostic> report)
    {
        if (!FitTypes.IsLibraryType(property.Property.ContainingType, "RepeatedMeasuresTest")
            || property.Instance is not { } test
            || MemberName.Of(property.Syntax) is not { } name
            || EnclosingCode.Names(property.Syntax, Sphericity)
            || TermOf(test, reader) is not { } term)
        {
            return;
        }

        report(SourceFix.Report(DiagnosticDescriptors.WithoutSphericity, name.GetLocation(), [Corrected(property)], term));
    }

    /// <summary>The term within subjects that a test is of, in words; null where it is another or cannot be seen.</summary>
    private static string? TermOf(IOperation test, SpecificationReader reader)
    {
        IOperation? value = test;
        string? key = null;
        bool isEach = false;
        for (int depth = 0; depth < 8 && value is not null; depth++)
        {
            value = SpecificationReader.Stripped(value);
            switch (value)
            {
                case IPropertyReferenceOperation { Property: { IsIndexer: true }, Instance: { } tests, Arguments: { Length: 1 } arguments }:
                    key = arguments[0].Value.ConstantValue is { HasValue: true, Value: string constant } ? constant : null;
                    if (key is null)
                    {
                        return null;
                    }

                    value = tests;
                    break;
                case IPropertyReferenceOperation { Property.Name: "Tests", Instance: { } analysis }:
                    value = analysis;
                    break;
                case IInvocationOperation { TargetMethod: { Name: "Anova", ContainingType: var type } } made when FitTypes.IsLibraryType(type, "RepeatedMeasures"):
                    return isEach ? "a term" : key is not null && FormulaOf(made) is { } formula && IsWithin(key, formula) ? $"'{key}'" : null;
                default:
                    IOperation? collection = key is null && !isEach ? ReadSource.CollectionOf(value) : null;
                    isEach |= collection is not null;
                    value = collection ?? ReadSource.MatchedWith(value) ?? reader.SingleValue(value);
                    break;
            }
        }

        return null;
    }

    private static StratifiedFormula? FormulaOf(IInvocationOperation made)
    {
        try
        {
            return SpecificationReader.Argument(made, "formula")?.ConstantValue is { HasValue: true, Value: string text } ? StratifiedFormula.Parse(text) : null;
        }
        catch (FormulaException)
        {
            return null;
        }
    }

    /// <summary>Whether a term holds a factor within subjects. <c>Error(subject)</c> leaves them to the data: a sole factor is one, of several nothing is known.</summary>
    private static bool IsWithin(string key, StratifiedFormula formula)
    {
        if (formula.Terms.Fixed.FirstOrDefault(t => t.Name == key) is not { } term)
        {
            return false;
        }

        return formula.Within.IsEmpty
            ? formula.Terms.Fixed.Length == 1 && term.Variables.Length == 1
            : term.Variables.Any(v => formula.Within.Contains(v));
    }

    /// <summary>The corrected p value, where there is a correction: a factor of two levels needs none. Only of what can be read twice.</summary>
    private static SourceFix? Corrected(IPropertyReferenceOperation property) =>
        property.Syntax is MemberAccessExpressionSyntax { Expression: var test } access && IsPlain(test)
            ? new SourceFix(
                "Read the p value by Greenhouse and Geisser's correction",
                new TextChange(access.Span, $"({test}.{Sphericity}?.GreenhouseGeisserPValue ?? {access})"))
            : null;

    private static bool IsPlain(CodeExpression expression) =>
        !expression.DescendantNodesAndSelf().Any(n => n is InvocationExpressionSyntax or AssignmentExpressionSyntax or AwaitExpressionSyntax or PostfixUnaryExpressionSyntax or ConditionalAccessExpressionSyntax)
        && !expression.ToString().Contains('\n');
}
