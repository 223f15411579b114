using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GlmmDsl.Benchmarks.Keystrokes;

#pragma warning disable RS1036, RS1038, RS1041, RS2008 // It is never shipped.
/// <summary>Requests the same information as the rules, and does nothing with it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class IdleAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [new("IDLE", "Idle", "Idle", "Idle", DiagnosticSeverity.Info, isEnabledByDefault: true)];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(_ => { }, OperationKind.Argument, OperationKind.Invocation, OperationKind.ObjectCreation);
        context.RegisterOperationBlockAction(_ => { });
        context.RegisterSyntaxNodeAction(_ => { }, SyntaxKind.Attribute, SyntaxKind.SimpleMemberAccessExpression, SyntaxKind.ClassDeclaration);
    }
}
