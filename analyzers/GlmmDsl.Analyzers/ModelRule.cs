using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers;

/// <summary>A rule about one model class. All of them share one reading of the class and its formula.</summary>
internal abstract class ModelRule
{
    /// <summary>The diagnostics the rule can report.</summary>
    public abstract ImmutableArray<DiagnosticDescriptor> Descriptors { get; }

    /// <summary>Checks a model. Must not fail, however incomplete the code is.</summary>
    /// <param name="model">The model.</param>
    /// <param name="report">Receives the diagnostics.</param>
    public abstract void Check(DeclaredModel model, Action<Diagnostic> report);
}
