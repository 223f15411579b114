using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Benchmarks.Keystrokes;

#pragma warning disable RS1036, RS1038, RS1041, RS2008 // It is never shipped.
/// <summary>Requests the same information as the rules, and does nothing with it: placed before them, it pays for the compiler's binding.</summary>
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
        context.RegisterOperationBlockAction(block => Count(block.OperationBlocks));
        context.RegisterSyntaxNodeAction(
            node =>
            {
                node.SemanticModel.GetTypeInfo(node.Node);
                foreach (AttributeArgumentSyntax argument in (node.Node as AttributeSyntax)?.ArgumentList?.Arguments ?? [])
                {
                    node.SemanticModel.GetConstantValue(argument.Expression);
                }
            },
            SyntaxKind.Attribute,
            SyntaxKind.SimpleMemberAccessExpression);
        context.RegisterSyntaxNodeAction(node => node.SemanticModel.GetDeclaredSymbol(node.Node), SyntaxKind.ClassDeclaration);
    }

    private static int Count(ImmutableArray<IOperation> blocks) => blocks.Sum(block => block.Descendants().Count());
}
