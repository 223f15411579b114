using System.Collections.Immutable;
using GlmmDsl.Generators.Configuration;
using GlmmDsl.Generators.Emit;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Generators;

/// <summary>
/// Turns classes with <c>[LinearMixedModel&lt;TRow&gt;("...")]</c> or <c>[GeneralizedLinearMixedModel&lt;TRow&gt;("...", family)]</c> into typed
/// models: Symbols, Configuration, Emit. Reports nothing: the analyzers do.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class MixedModelGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // One pipeline per attribute, so that a new model of one kind does not affect those of the other; names and keys are those of all models.
        IncrementalValuesProvider<ModelDeclaration> linear = Declarations(context, MarkerNames.LinearMixedModel);
        IncrementalValuesProvider<ModelDeclaration> generalized = Declarations(context, MarkerNames.GeneralizedLinearMixedModel);

        IncrementalValueProvider<EquatableArray<string>> clashes = Names(linear).Combine(Names(generalized))
            .Select(static (names, _) => FileNames.Clashing(names.Left.AddRange(names.Right)))
            .WithTrackingName(TrackingNames.NameClashes);

        IncrementalValueProvider<EquatableArray<KeyType>> keys = Models(context, linear, clashes).Combine(Models(context, generalized, clashes))
            .Select(static (all, _) => new EquatableArray<KeyType>(KeyEmitter.Distinct(all.Left.AddRange(all.Right))))
            .WithTrackingName(TrackingNames.Keys);

        context.RegisterSourceOutput(keys, static (production, all) => AddSources(production, KeyEmitter.Emit(all.Items)));
    }

    private static IncrementalValuesProvider<ModelDeclaration> Declarations(IncrementalGeneratorInitializationContext context, string attribute) =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(
                attribute,
                static (node, _) => node is TypeDeclarationSyntax,
                ModelDeclarationReader.Read)
            .Where(static declaration => declaration is not null)
            .Select(static (declaration, _) => declaration!)
            .WithTrackingName(TrackingNames.Symbols);

    private static IncrementalValueProvider<ImmutableArray<ModelName>> Names(IncrementalValuesProvider<ModelDeclaration> declarations) =>
        declarations.Select(static (declaration, _) => new ModelName(declaration.FullName, declaration.Identity)).Collect();

    /// <summary>Adds the files of each model.</summary>
    /// <returns>The keys of all of them.</returns>
    private static IncrementalValueProvider<ImmutableArray<KeyType>> Models(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<ModelDeclaration> declarations,
        IncrementalValueProvider<EquatableArray<string>> clashes)
    {
        IncrementalValuesProvider<ModelSpecification> specifications = declarations
            .Select(static (declaration, _) => new ModelInput(declaration))
            .WithTrackingName(TrackingNames.Inputs)
            .Select(static (input, _) => input.Specification)
            .WithTrackingName(TrackingNames.Configuration);

        IncrementalValuesProvider<EquatableArray<SourceFile>> sources = specifications
            .Where(static specification => specification.Plan is not null)
            .Combine(clashes)
            .Select(static (model, _) => ModelEmitter.Emit(model.Left, model.Right, default))
            .WithTrackingName(TrackingNames.Sources);

        context.RegisterSourceOutput(sources, static (production, files) => AddSources(production, files.Items));

        // A model with a wrong formula gets the members that the program uses: files are searched only while there is such a model.
        IncrementalValuesProvider<ModelSpecification> wrong = specifications.Where(static specification => specification.Plan is null);
        IncrementalValueProvider<EquatableArray<UsedMember>> used = wrong.Collect()
            .Select(static (all, _) => !all.IsEmpty)
            .Combine(context.CompilationProvider)
            .Select(static (pair, token) => pair.Left ? UsedMembers.In(pair.Right, token) : default);
        IncrementalValuesProvider<EquatableArray<SourceFile>> standIns = wrong
            .Combine(clashes)
            .Combine(used)
            .Select(static (model, _) => ModelEmitter.Emit(model.Left.Left, model.Left.Right, model.Right))
            .WithTrackingName(TrackingNames.StandIns);

        context.RegisterSourceOutput(standIns, static (production, files) => AddSources(production, files.Items));
        return specifications.SelectMany(static (specification, _) => KeyEmitter.KeysOf(specification)).Collect();
    }

    private static void AddSources(SourceProductionContext production, ImmutableArray<SourceFile> files)
    {
        foreach (SourceFile file in files)
        {
            production.AddSource(file.Name, file.Text);
        }
    }
}
