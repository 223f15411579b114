using GlmmDsl.Analyzers.Fits;
using GlmmDsl.Analyzers.Specifications;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Inference;

/// <summary>
/// GLMM409: a policy for new levels of a grouping factor that is a factor of the fixed effects too, where a new level has no coefficient. Silent where the column may
/// be a number there.
/// </summary>
internal static class NewLevelsRule
{
    /// <summary>Checks a prediction.</summary>
    public static void Check(IInvocationOperation invocation, Func<IOperation, SeenFit?> fitOf, Action<Diagnostic> report)
    {
        if (invocation is not { Instance: { } instance, TargetMethod.ContainingType: var type }
            || SpecificationReader.Argument(invocation, "newLevels") is not { IsImplicit: false } policy
            || Setting.Of(policy, policy.Syntax).Member != "Population"
            || !LibraryTypes.IsOurs(type)
            || fitOf(instance) is not { } fit
            || Shared(fit) is not { } column)
        {
            return;
        }

        report(Diagnostic.Create(DiagnosticDescriptors.NewLevelOfFixedFactor, policy.Syntax.GetLocation(), policy.Syntax.ToString(), column));
    }

    private static string? Shared(SeenFit fit)
    {
        if (ComparedModel.Of(fit.Model)?.Plan is { } plan)
        {
            var fixedFactors = new HashSet<string>(
                plan.Fixed.SelectMany(t => t.Factors).Where(f => f.Variable.IsCategorical).Select(f => ColumnOf(f.Variable.Variable)), StringComparer.Ordinal);
            return plan.Random.Where(r => r.Group.Length == 1).Select(r => ColumnOf(r.Group[0].Variable)).FirstOrDefault(fixedFactors.Contains);
        }

        if (fit.Specification?.Terms is { } terms)
        {
            // The kind of a column is known only to the table, unless the formula makes a factor of it.
            var made = new HashSet<string>(terms.Fixed.SelectMany(t => t.Variables).Where(v => v.Expression is CallSyntax).Where(IsFactor).Select(ColumnOf), StringComparer.Ordinal);
            return terms.Random.Where(r => r.Group.Length == 1).Select(r => ColumnOf(r.Group[0])).FirstOrDefault(made.Contains);
        }

        return null;
    }

    private static bool IsFactor(Variable variable) => variable.Expression is CallSyntax { Function.Name: "factor" or "as.factor", Arguments.Length: >= 1 };

    private static string ColumnOf(Variable variable) =>
        IsFactor(variable) && ((CallSyntax)variable.Expression).Arguments[0].Value is NameSyntax name ? name.Name : variable.Name;
}
