using GlmmDsl.Analyzers.Models;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GlmmDsl.Analyzers;

/// <summary>An analyzer that runs where a compilation references the library, on several threads, and not on generated code.</summary>
public abstract class LibraryAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (ModelAttributes.Of(start.Compilation) is { } attributes)
            {
                Start(start, attributes);
            }
        });
    }

    /// <summary>Registers what the analyzer looks at.</summary>
    /// <param name="start">The compilation.</param>
    /// <param name="attributes">The attributes that make a class a model in it.</param>
    private protected abstract void Start(CompilationStartAnalysisContext start, ModelAttributes attributes);
}
