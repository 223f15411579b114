using System.Globalization;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Specifications;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Analyzers.Inference;

/// <summary>GLMM411: a confidence level outside (0, 1). Only constants are seen.</summary>
internal static class LevelRule
{
    /// <summary>Checks the arguments of a call.</summary>
    public static void Check(IInvocationOperation invocation, Action<Diagnostic> report)
    {
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            if (argument is { IsImplicit: false, Parameter.Name: "level" or "levels" } && LibraryTypes.IsOurs(invocation.TargetMethod.ContainingType))
            {
                foreach (IOperation value in Values(SpecificationReader.Stripped(argument.Value)))
                {
                    Check(value, report);
                }
            }
        }
    }

    /// <summary>Checks a value given to a property of options.</summary>
    public static void Check(ISimpleAssignmentOperation assignment, Action<Diagnostic> report)
    {
        if (assignment.Target is IPropertyReferenceOperation { Property: { Name: "Level", ContainingType: var owner } } && LibraryTypes.IsOurs(owner))
        {
            Check(SpecificationReader.Stripped(assignment.Value), report);
        }
    }

    private static IEnumerable<IOperation> Values(IOperation value) =>
        value switch
        {
            IArrayCreationOperation { Initializer.ElementValues: var elements } => elements.Select(SpecificationReader.Stripped),
            { Syntax: CollectionExpressionSyntax } => value.ChildOperations.Select(SpecificationReader.Stripped),
            _ => [value],
        };

    private static void Check(IOperation value, Action<Diagnostic> report)
    {
        double? given = value.ConstantValue is { HasValue: true, Value: { } constant }
            ? constant switch { double d => d, float f => f, int i => i, _ => null }
            : null;
        if (given is not { } level || (level > 0 && level < 1))
        {
            return;
        }

        Location place = value.Syntax.GetLocation();
        bool isPercentage = level >= 50 && level < 100;
        string meant = isPercentage ? ((decimal)level / 100).ToString(CultureInfo.InvariantCulture) : "";
        report(SourceFix.Report(
            DiagnosticDescriptors.LevelOutsideRange,
            place,
            [isPercentage ? new SourceFix($"Write {meant}", new TextChange(value.Syntax.Span, meant)) : null],
            level.ToString("R", CultureInfo.InvariantCulture),
            isPercentage ? $"write {meant}" : "0.95 is usual"));
    }
}
