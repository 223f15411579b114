using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Fits;
using GlmmDsl.Analyzers.Specifications;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Analyzers.Inference;

/// <summary>
/// GLMM414: all pairs of several means, without an adjustment of their p values. Silent for two means, which are one pair, for contrasts of one's own, and where the code adjusts the pairs afterwards.
/// </summary>
internal static class PairsRule
{
    private const int DeepestTrace = 8;

    /// <summary>Checks a call that makes pairs, or adjusts contrasts otherwise.</summary>
    public static void Check(IInvocationOperation invocation, Func<IOperation, SeenFit?> fitOf, SpecificationReader reader, Action<Diagnostic> report)
    {
        if (!LibraryTypes.IsOurs(invocation.TargetMethod.ContainingType)
            || invocation.Arguments.FirstOrDefault(a => a.Parameter is { Name: "adjustment", Type: { Name: "Adjustment" } type } && LibraryTypes.IsOurs(type)) is not { IsImplicit: false, Value: var adjustment }
            || !IsNone(adjustment, reader)
            || IsAdjusted(invocation)
            || PairsOf(invocation, reader) is not { Instance: { } means }
            || AreTwo(means, fitOf, reader))
        {
            return;
        }

        report(SourceFix.Report(
            DiagnosticDescriptors.PairsWithoutAdjustment,
            adjustment.Syntax.GetLocation(),
            [Adjusted("Tukey", "Adjust by Tukey's method"), Adjusted("Holm", "Adjust by Holm's method") is { } holm ? holm with { Kind = "Holm" } : null],
            "All pairs of the means are tested",
            "adjust them by Tukey's method, or test the one difference that was planned as a contrast of its own"));

        SourceFix? Adjusted(string member, string title) =>
            adjustment.Syntax switch
            {
                MemberAccessExpressionSyntax { Name: { Identifier.ValueText: "None" } none } => new SourceFix(title, new TextChange(none.Span, member)),
                IdentifierNameSyntax { Identifier.ValueText: "None" } none => new SourceFix(title, new TextChange(none.Span, member)),
                _ => null,
            };
    }

    /// <summary>Checks a p value that is read: the pairs of a repeated-measures analysis have one that is not adjusted, and Tukey's, Holm's and Bonferroni's beside it.</summary>
    public static void Check(IPropertyReferenceOperation property, Action<Diagnostic> report)
    {
        if (FitTypes.IsLibraryType(property.Property.ContainingType, "PairwiseDifference")
            && MemberName.Of(property.Syntax) is { } name
            && !EnclosingCode.Names(property.Syntax, "Tukey", "Holm", "Bonferroni"))
        {
            report(SourceFix.Report(
                DiagnosticDescriptors.PairsWithoutAdjustment,
                name.GetLocation(),
                [new SourceFix("Read Holm's p value", new TextChange(name.Span, "Holm"))],
                "This p value of one of all pairs of means is read",
                "read 'Tukey', 'Holm' or 'Bonferroni'"));
        }
    }

    /// <summary>Whether the pairs are adjusted in turn, at once or through the variable that holds them.</summary>
    private static bool IsAdjusted(IInvocationOperation pairs)
    {
        SyntaxNode? parent = pairs.Syntax.Parent;
        return IsAdjusting(parent)
            || (parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Identifier.ValueText: var name } variable }
                && variable.FirstAncestorOrSelf<BlockSyntax>() is { } block
                && block.DescendantNodes().OfType<IdentifierNameSyntax>().Any(use => use.Identifier.ValueText == name && IsAdjusting(use.Parent)));
    }

    private static bool IsAdjusting(SyntaxNode? node) => node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Adjusted", Parent: InvocationExpressionSyntax };

    private static bool IsNone(IOperation adjustment, SpecificationReader reader) =>
        (adjustment.ConstantValue.HasValue ? adjustment : reader.SingleValue(SpecificationReader.Stripped(adjustment))) is { } value && Setting.Of(value, value.Syntax).Member == "None";

    /// <summary>The call that makes all pairs: this one, or the one whose tests it adjusts otherwise.</summary>
    private static IInvocationOperation? PairsOf(IInvocationOperation invocation, SpecificationReader reader)
    {
        IOperation? value = invocation;
        for (int depth = 0; depth < DeepestTrace && value is not null; depth++)
        {
            value = SpecificationReader.Stripped(value);
            switch (value)
            {
                case IInvocationOperation { TargetMethod.Name: "Pairs" } pairs:
                    return pairs;
                case IInvocationOperation { TargetMethod.Name: "Adjusted", Instance: { } tests }:
                    value = tests;
                    break;
                case IInvocationOperation:
                    return null;
                default:
                    value = reader.SingleValue(value);
                    break;
            }
        }

        return null;
    }

    /// <summary>Whether the means that are compared are known to be two: those of a factor with two levels. Pairs are within the levels of a second factor, whose number does not matter.</summary>
    private static bool AreTwo(IOperation means, Func<IOperation, SeenFit?> fitOf, SpecificationReader reader)
    {
        var chosen = new HashSet<string>(StringComparer.Ordinal);
        IOperation? value = means;
        for (int depth = 0; depth < DeepestTrace && value is not null; depth++)
        {
            value = SpecificationReader.Stripped(value);
            if (value.Type is INamedTypeSymbol { TypeArguments: { Length: > 0 } arguments } && IsOfTwo(arguments[0]))
            {
                return true;
            }

            switch (value)
            {
                case IInvocationOperation { TargetMethod.Name: "Means", Instance: { } tests } made:
                    return SpecificationReader.Argument(made, "of")?.ConstantValue is { HasValue: true, Value: string factor } && (chosen.Contains(factor) || IsOfTwo(factor, tests, fitOf, reader));
                case IInvocationOperation { TargetMethod.Name: "At", Instance: { } instance } at:
                    if (Chosen(at) == 2 && at.Arguments[0].Value.ConstantValue is { HasValue: true, Value: string column })
                    {
                        chosen.Add(column);
                    }

                    value = instance;
                    break;
                case IInvocationOperation { Instance: { } instance }:
                    value = instance;
                    break;
                default:
                    value = reader.SingleValue(value);
                    break;
            }
        }

        return false;
    }

    /// <summary>How many levels of a factor are chosen; null for values of numeric columns and where it cannot be seen.</summary>
    private static int? Chosen(IInvocationOperation at) =>
        at.TargetMethod.Parameters.Any(p => p.Name == "levels") && at.Syntax is InvocationExpressionSyntax { ArgumentList.Arguments: var arguments }
            ? arguments.Count == 2
                ? arguments[1].Expression switch
                {
                    CollectionExpressionSyntax { Elements.Count: var count } => count,
                    ImplicitArrayCreationExpressionSyntax { Initializer.Expressions.Count: var count } => count,
                    _ => null,
                }
                : arguments.Count - 1
            : null;

    private static bool IsOfTwo(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Boolean
        || type is INamedTypeSymbol { TypeKind: TypeKind.Enum } levels && levels.GetMembers().OfType<IFieldSymbol>().Where(m => m.HasConstantValue).Select(m => m.ConstantValue).Distinct().Count() == 2;

    private static bool IsOfTwo(string factor, IOperation tests, Func<IOperation, SeenFit?> fitOf, SpecificationReader reader)
    {
        IOperation value = SpecificationReader.Stripped(tests);
        if (value is IPropertyReferenceOperation { Property.Name: "Result", Instance: { } typed })
        {
            value = SpecificationReader.Stripped(typed);
        }

        IOperation? made = value is IInvocationOperation ? value : reader.SingleValue(value) is { } definition ? SpecificationReader.Stripped(definition) : null;
        return made is IInvocationOperation { Instance: { } fit }
            && ComparedModel.Of(fitOf(fit)?.Model)?.Plan is { } plan
            && plan.Variables.FirstOrDefault(v => v.Name == factor) is { Levels: { IsDefault: false, Length: 2 } };
    }
}
