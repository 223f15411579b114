using System.Reflection;

namespace GlmmDsl.Generators.Tests;

/// <summary>Runs the static methods of a compiled test source's class <c>Probe</c>.</summary>
internal static class Probe
{
    private static int assemblies;

    /// <summary>Compiles a source, with a probe whose body is given, and runs it.</summary>
    /// <param name="models">Row types and models.</param>
    /// <param name="body">Statements that return the result.</param>
    public static T Run<T>(string models, string body)
    {
        string source = $$"""
            {{models}}

            public static class Probe
            {
                public static object? Run()
                {
                    {{body}}
                }
            }
            """;
        string name = "Test" + Interlocked.Increment(ref assemblies).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Run<T>(TypedCompilation.Load(name, [source]).Assembly);
    }

    /// <summary>Runs the probe of an assembly.</summary>
    public static T Run<T>(Assembly assembly)
    {
        try
        {
            return (T)assembly.GetType("Probe")!.GetMethod("Run")!.Invoke(null, null)!;
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }
}
