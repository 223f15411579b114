using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>A rule about what is specified in addition to a formula, in the attribute of a typed model or in the options of a fit at run time.</summary>
internal abstract class SpecificationRule
{
    /// <summary>The diagnostics the rule can report.</summary>
    public abstract ImmutableArray<DiagnosticDescriptor> Descriptors { get; }

    /// <summary>Whether it also checks the formula: for a fit at run time it is then given the call, and not the options.</summary>
    public abstract bool NeedsFormula { get; }

    /// <summary>Checks a specification. Must not fail, however incomplete the code is.</summary>
    /// <param name="specification">The specification.</param>
    /// <param name="report">Receives the diagnostics.</param>
    public abstract void Check(Specification specification, Action<Diagnostic> report);
}
