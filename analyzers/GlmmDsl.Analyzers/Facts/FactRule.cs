using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Facts;

/// <summary>A rule about what a row type declares of its columns. It looks at the design, which a formula with errors does not have.</summary>
internal abstract class FactRule(DiagnosticDescriptor descriptor) : ModelRule
{
    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(descriptor);

    /// <inheritdoc/>
    public sealed override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (model.Plan is { } plan)
        {
            Check(model, plan, report);
        }
    }

    /// <summary>Checks a model's design.</summary>
    /// <param name="model">The model.</param>
    /// <param name="plan">Its design.</param>
    /// <param name="report">Receives the diagnostics.</param>
    protected abstract void Check(DeclaredModel model, DesignPlan plan, Action<Diagnostic> report);
}
