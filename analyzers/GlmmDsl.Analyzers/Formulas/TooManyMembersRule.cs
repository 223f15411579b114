using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>GLMM112: a term with more columns or correlations than typed results can have properties.</summary>
internal sealed class TooManyMembersRule : ModelRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.TooManyMembers);

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (model is { Formula: { } formula, Plan: { } plan } && TypedMembers.TooMany(plan) is { } fault)
        {
            report(Diagnostic.Create(DiagnosticDescriptors.TooManyMembers, formula.Map(fault.Span), fault.Message));
        }
    }
}
